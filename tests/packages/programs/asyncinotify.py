"""Changes of files watched through the C library: asyncinotify's events, ifaddr's addresses."""

import asyncio, pathlib, tempfile
import ifaddr
from asyncinotify import Inotify, Mask


async def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    with Inotify() as inotify:
        watch = inotify.add_watch(folder, Mask.CREATE | Mask.CLOSE_WRITE | Mask.DELETE | Mask.MOVE)

        async def change():
            await asyncio.sleep(0.05)
            (folder / "a.txt").write_text("x")
            (folder / "a.txt").rename(folder / "b.txt")
            (folder / "b.txt").unlink()
            (folder / "sub").mkdir()

        task = asyncio.create_task(change())
        count = 0
        async for event in inotify:
            print("event", event.mask, event.path.relative_to(folder))
            count += 1
            if count == 6:
                break
        await task
        inotify.rm_watch(watch)
        try:
            inotify.add_watch(folder / "nothing", Mask.CREATE)
        except OSError as error:
            print("error", type(error).__name__)
        try:
            await asyncio.wait_for(inotify.get(), 0.05)
        except asyncio.TimeoutError as error:
            print("nothing more", type(error).__name__)


asyncio.run(main())
for adapter in ifaddr.get_adapters():
    if adapter.name == "lo":
        print("loopback", adapter.index, [(ip.ip, ip.network_prefix) for ip in adapter.ips if ip.is_IPv4])

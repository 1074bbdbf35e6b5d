"""One cook who watches three burners: the waits overlap."""

import asyncio
import time


async def prepare(food, seconds):
    print(f"{food}: started")
    await asyncio.sleep(seconds)
    print(f"{food}: ready")


async def main():
    start = time.perf_counter()
    await asyncio.gather(
        prepare("eggs", 0.6),
        prepare("coffee", 0.4),
        prepare("toast", 0.2),
    )
    print(f"breakfast took {time.perf_counter() - start:.1f} s")


asyncio.run(main())

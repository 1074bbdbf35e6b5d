"""Functions where functions belong."""

import asyncio
import functools


async def fetch(url=""):
    return url


def run_later(function, *args):
    return asyncio.ensure_future(function(*args))


async def main(fetchers):
    await asyncio.gather(*map(fetch, ["a", "b"]))
    await run_later(fetch)
    await functools.partial(fetch, "c")()
    await asyncio.gather(*[f() for f in fetchers])
    print(fetch, asyncio.iscoroutinefunction(fetch))
    handlers = {"fetch": fetch}
    await handlers["fetch"]()
    server = await asyncio.start_server(fetch, "localhost", 80)
    server.close()


asyncio.run(main([fetch]))

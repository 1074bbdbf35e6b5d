"""Loops that sleep until a flag changes."""

import asyncio


class Server:
    ready = False
    closing = False

    async def wait(self):
        while not self.ready:
            await asyncio.sleep(0.1)


async def main(server):
    stopped = False
    while not stopped:
        await asyncio.sleep(1)
    while server.closing:
        await asyncio.sleep(0.5)


asyncio.run(main(Server()))

"""Calls that have nothing to wait for: datagrams, processes that were polled, input that is there."""

import asyncio
import select
import socket
import subprocess
import sys


def local_address():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("8.8.8.8", 80))
        return probe.getsockname()[0]


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)

    async def check(self):
        await asyncio.sleep(0.5)
        if self.process.poll() is not None:
            print(self.process.communicate())


async def key():
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return sys.stdin.read(1) if ready else None


async def main():
    print(local_address(), await key())
    await Server(["true"]).check()


asyncio.run(main())

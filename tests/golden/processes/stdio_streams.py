# clock: real
"""Standard input and output as streams, and processes by protocols."""

import asyncio
import sys

CHILD = """
import asyncio, sys

async def main():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sys.stdout)
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    while line := await reader.readline():
        writer.write(b"> " + line.upper())
        await writer.drain()

asyncio.run(main())
"""


class Watcher(asyncio.SubprocessProtocol):
    def __init__(self):
        self.done = asyncio.get_running_loop().create_future()
        self.seen = []

    def pipe_data_received(self, fd, data):
        self.seen.append(f"{fd} {data}")

    def pipe_connection_lost(self, fd, exc):
        self.seen.append(f"{fd} lost {exc}")

    def process_exited(self):
        self.seen.append("exited")

    def connection_lost(self, exc):
        self.done.set_result(exc)


async def main():
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", CHILD, stdin=pipe, stdout=pipe, stderr=pipe)
    print(await process.communicate(b"one\ntwo\n"), process.returncode)
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(
        Watcher, "sh", "-c", "echo out; echo err >&2; exit 7", stdin=None)
    print(await protocol.done, transport.get_returncode(), sorted(protocol.seen))
    print("isinstance(transport, asyncio.SubprocessTransport) =", isinstance(transport, asyncio.SubprocessTransport))


asyncio.run(main())

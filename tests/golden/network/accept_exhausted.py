"""A server that runs out of descriptors says so, pauses, and serves everybody in the end."""

import asyncio
import resource
import sys

CLIENTS = """
import socket, sys
path = sys.argv[1]
sockets = []
for _ in range(40):
    one = socket.socket(socket.AF_INET)
    one.connect(("127.0.0.1", int(path)))
    sockets.append(one)
print(sum(one.recv(1) == b"x" for one in sockets))
"""

messages = set()


def handler(loop, context):
    messages.add((context["message"], type(context["exception"]).__name__, context["exception"].errno))


async def serve(reader, writer):
    writer.write(b"x")
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.05)


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=100)
    port = server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CLIENTS, str(port), stdout=asyncio.subprocess.PIPE
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (25, hard))
    served, _ = await process.communicate()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    print("served:", served.decode().strip())
    print(sorted(messages))
    server.close()


asyncio.run(main())

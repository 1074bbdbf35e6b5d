"""A thread that waits for another process: that takes real time, and the clock does not run ahead of it."""

import asyncio
import socket
import subprocess

listener = socket.create_server(("127.0.0.1", 0))
ours = socket.create_connection(listener.getsockname())
theirs, _ = listener.accept()
listener.close()
# A shell that is gone at once leaves a process that is no child.
subprocess.run(["sh", "-c", "(sleep 0.3; printf late) &"], stdout=theirs.fileno())
theirs.close()


async def main():
    try:
        async with asyncio.timeout(5):
            print(await asyncio.to_thread(ours.recv, 10))
    except TimeoutError:
        print("timed out")


asyncio.run(main())
ours.close()

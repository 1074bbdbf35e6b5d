"""A program that sends SIGINT to itself: nobody has asked what its tasks wait for."""
import subprocess
import sys

PROGRAM = """
import asyncio, os, signal

async def other():
    await asyncio.Event().wait()

async def main():
    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    SEND
    await asyncio.sleep(1)

asyncio.run(main())
"""

for send in ("signal.raise_signal(signal.SIGINT)", "os.kill(os.getpid(), signal.SIGINT)"):
    program = PROGRAM.replace("SEND", send)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    lines = ended.stderr.splitlines()
    print(send, ended.returncode, lines[0], lines[-1], sep="\n  ")

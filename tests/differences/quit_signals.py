"""SIGQUIT and SIGUSR1 show the tasks of a program that does not handle them, which then goes on.

In CPython they end the program, as the system does with every program.
"""

import signal
import subprocess
import sys

code = """
import asyncio, os, signal

async def main():
    os.kill(os.getpid(), getattr(signal, NAME))
    await asyncio.sleep(0.05)

asyncio.run(main())
"""
for name in "SIGQUIT", "SIGUSR1":
    program = code.replace("NAME", repr(name))
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    how = f"by {signal.Signals(-ended.returncode).name}" if ended.returncode < 0 else "by itself"
    print(name, "ended", how, "after showing tasks:", "unfinished task" in ended.stderr)

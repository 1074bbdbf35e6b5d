"""With `-X dev`, a `time.sleep()` in a coroutine that held up the loop is a warning with its line.

CPython's debug mode logs slow steps of tasks, without the line.
"""

import subprocess
import sys

code = """
import asyncio, time

async def main():
    time.sleep(0.2)

asyncio.run(main())
"""
ended = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True)
for line in ended.stderr.splitlines():
    if "BlockedLoopWarning" in line:
        print(line.split("Warning:")[0] + "Warning")
print("status:", ended.returncode)

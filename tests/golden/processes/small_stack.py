"""Endless recursion under a small limit on the stack is an exception that the program can catch."""

import subprocess
import sys

CODE = """
def call():
    return call()

def loop():
    for item in map(lambda n: call(), [1]):
        pass

for attempt in [call, loop]:
    try:
        attempt()
    except RecursionError as error:
        print(attempt.__name__, "->", str(error).split(" in ")[0])
print("goes on")
"""

for limit in [256, 1024, 8192]:
    command = f'ulimit -s {limit} && "$0" -c "$1"'
    done = subprocess.run(["sh", "-c", command, sys.executable, CODE], capture_output=True, text=True)
    print(f"{limit} KiB: status {done.returncode}")
    for line in done.stdout.splitlines():
        print("   ", line)

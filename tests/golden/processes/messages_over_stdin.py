# clock: real
"""A child reads messages of announced lengths from standard input, which stays open between them."""
import asyncio
import subprocess
import sys

CHILD = """
import sys
file = sys.stdin.buffer
while header := file.readline():
    print(file.read(int(header)), flush=True)
"""


def talk():
    child = [sys.executable, "-c", CHILD]
    with subprocess.Popen(child, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for message in (b"without an end of line", b"two\nlines", b"x", b""):
            process.stdin.write(b"%d\n%s" % (len(message), message))
            process.stdin.flush()
            print("a pipe:", process.stdout.readline().decode().rstrip())
        process.stdin.close()


async def talk_by_asyncio():
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    for message in (b"first", b"second"):
        child.stdin.write(b"%d\n%s" % (len(message), message))
        print("asyncio:", (await child.stdout.readline()).decode().rstrip())
    child.stdin.close()
    print("asyncio: status", await child.wait())


talk()
asyncio.run(talk_by_asyncio())

MIXED = """
import sys
print(sys.stdin.buffer.read(3), repr(input()))
print(repr(sys.stdin.read(2)), repr(input()), repr(input()))
"""
done = subprocess.run([sys.executable, "-c", MIXED], input=b"abcdef\nxyz\nlast\n", stdout=subprocess.PIPE)
print("parts and input():", done.stdout.decode())

# clock: real
"""A text file read by characters takes what has come, without waiting for the end of a line."""
import os
import subprocess
import sys


def opened(**options):
    r, w = os.pipe()
    return open(r, "r", **options), w


for encoding, data in [("utf-8", "aé€😀b"), ("latin-1", "aéüb"), ("ascii", "abcd"), ("cp1252", "a€éb")]:
    file, w = opened(encoding=encoding)
    os.write(w, data.encode(encoding))
    print(encoding, ascii(file.read(2)), ascii(file.read(len(data) - 2)))
    os.close(w)
    print(encoding, "rest:", repr(file.read(5)))
    file.close()

file, w = opened(encoding="utf-8")
bytes_of = "😀é".encode()
os.write(w, b"x" + bytes_of[:2])
print("before a part of a character:", file.read(1))
os.write(w, bytes_of[2:] + b"z\r")
print("the parts together:", ascii(file.read(2)), file.read(1))
os.write(w, b"\ny\r")
print("line ends:", ascii(file.read(2)))
os.write(w, b"q")
print("return alone:", ascii(file.read(2)))
os.write(w, b"\xff\n")
os.close(w)
try:
    file.read(1)
except UnicodeDecodeError as error:
    print(error)
file.close()

file, w = opened(encoding="utf-8", newline="")
os.write(w, b"a\r\nb\r\r\n")
os.close(w)
print("kept:", ascii(file.read(2)), ascii(file.read(1)), ascii(file.readline()), ascii(file.read(9)), ascii(file.newlines))
file.close()
file, w = opened(encoding="utf-8", errors="surrogateescape")
os.write(w, b"a\xff\xe2\x82")
os.close(w)
print("escaped:", ascii(file.read(9)))
file.close()

child = "import sys\nsys.stdout.write('name? '); sys.stdout.flush()\nprint('hello', sys.stdin.readline().strip())"
with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
    asked = process.stdout.read(6)
    print(repr(asked))
    process.stdin.write("bob\n")
    process.stdin.flush()
    print(process.stdout.read())

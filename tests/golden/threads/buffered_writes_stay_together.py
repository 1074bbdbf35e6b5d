"""What one call writes to a pipe stays together, although the thread waits for the reader meanwhile."""
import os
import threading
import time

reader, writer = os.pipe()
file = os.fdopen(writer, "wb")
begin = threading.Barrier(3)


def write(letter):
    begin.wait()
    for _ in range(3):
        file.write(letter * 200_000)


threads = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b")]
for thread in threads:
    thread.start()
begin.wait()
time.sleep(0.05)
received = bytearray()
while len(received) < 1_200_000 - 8192:
    received += os.read(reader, 50_000)
for thread in threads:
    thread.join()
rest = threading.Thread(target=file.close)
rest.start()
while part := os.read(reader, 50_000):
    received += part
rest.join()
runs = []
for letter in received.replace(b"a" * 1000, b"A").replace(b"b" * 1000, b"B").decode():
    if not runs or runs[-1][0] != letter:
        runs.append([letter, 0])
    runs[-1][1] += 1
print(sum(count for _, count in runs), {count % 200 for _, count in runs}, {letter for letter, _ in runs} == {"A", "B"})

# Searching mapped memory: over the pieces in which it is searched, from both ends, line by line.
import mmap
import tempfile

MEGABYTE = 1 << 20

with tempfile.TemporaryFile() as file:
    file.write(b"one\ntwo\nthree" + b"x" * (3 * MEGABYTE) + b"\nend")
    file.flush()
    with mmap.mmap(file.fileno(), 0) as memory:
        print("first", memory.find(b"two"), memory.find(b"end"), memory.find(b""), memory.find(b"zzz"))
        print("last", memory.rfind(b"t"), memory.rfind(b"one"), memory.rfind(b""), memory.rfind(b"zzz"))
        print("from", memory.find(b"two", 5), memory.find(b"end", -5), memory.find(b"one", 0, 2))
        print("to", memory.rfind(b"o", 0, 6), memory.rfind(b"o", 0, -1))
        print("lines", [len(memory.readline()) for _ in range(5)])
        print("items", b"x" in memory, b"two" in memory, 120 in memory, next(iter(memory)), memory[0])
        for at in MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 2 * MEGABYTE - 1:
            memory[at:at + 3] = b"ABC"
            print("piece", memory.find(b"ABC") - at, memory.rfind(b"ABC") - at, memory.find(b"ABC", at + 1),
                  memory.rfind(b"ABC", 0, at + 2))
            memory[at:at + 3] = b"xxx"

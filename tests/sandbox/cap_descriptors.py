# prints: 12 denied
import os, io, socket
doors = [
    lambda: open(3),
    lambda: os.fdopen(4),
    lambda: os.read(0, 1),
    lambda: os.write(1, b"x"),
    lambda: os.dup(0),
    lambda: os.fstat(0),
    lambda: os.lseek(0, 0, 0),
    lambda: os.pipe(),
    lambda: io.FileIO(5),
    lambda: os.close(2),
    lambda: os.ftruncate(3, 0),
    lambda: open("x", opener=lambda *a: 3),
]
denied = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    else:
        print("ESCAPED", found)
print(denied, "denied")

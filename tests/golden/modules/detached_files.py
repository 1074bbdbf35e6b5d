# Buffered files that give their raw file away.
import io
import os
import tempfile

folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)
open("data", "wb").write(b"0123456789")
file = open("data", "rb")
raw = file.detach()
print("detached", type(raw).__name__, raw.read(4), raw.closed)
raw.close()
file = open("data", "rb")
file.read(2)
raw = file.detach()
print("place after detach", raw.tell())
for name in ("read", "close", "detach"):
    try:
        print(name, getattr(file, name)())
    except ValueError as error:
        print(name, error)
raw.close()
raw = io.FileIO("data")
buffered = io.BufferedReader(raw)
print("the same raw file", buffered.raw is raw, buffered.detach() is raw, raw.read())
raw.close()
raw = io.FileIO("data", "r+")
writer = io.BufferedWriter(raw)
writer.write(b"ab")
writer.detach().close()
print("written before detach", open("data", "rb").read())
os.makedirs("a/b")
os.renames("data", "a/b/moved")
os.renames("a/b/moved", "c/moved")
print("renames removes what is empty", os.listdir("."), os.listdir("c"))
folder.cleanup()

# The abstract base classes of `io`, registration with them, and which built-in classes belong to them.
import io

for cls in (io.FileIO, io.BytesIO, io.StringIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.BufferedRWPair, io.TextIOWrapper):
    print(cls.__name__, "is", [base.__name__ for base in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase) if issubclass(cls, base)])
print("modules", io.IOBase.__module__, io.StringIO.__module__, io.UnsupportedOperation.__module__, type(io.IOBase).__name__)


class Tee: pass


io.TextIOBase.register(Tee)
print("registered", isinstance(Tee(), io.TextIOBase), isinstance(Tee(), io.IOBase), isinstance(Tee(), io.RawIOBase))
with open(__file__) as file:
    print("a file", isinstance(file, io.TextIOBase), isinstance(file, io.IOBase), isinstance(file.buffer, io.BufferedIOBase))


class Source(io.RawIOBase):
    def __init__(self): self.left = 3
    def readable(self): return True
    def readinto(self, buffer):
        if not self.left:
            return 0
        self.left -= 1
        buffer[:2] = b"ab"
        return 2


print("raw class of one's own", io.BufferedReader(Source()).read(), Source().read(), Source().readable(), Source().writable())
print("text over it", io.TextIOWrapper(io.BufferedReader(Source())).read())
try:
    Source().fileno()
except io.UnsupportedOperation as error:
    print("unsupported", type(error).__mro__[1].__name__, error)
print("public names", sorted(io.__all__))

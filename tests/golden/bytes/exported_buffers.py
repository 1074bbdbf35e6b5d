# Objects that export memory by `__buffer__` (PEP 688), and the built-in ones that have it.
import array
import collections.abc
import struct


class Exporter:
    def __init__(self, data): self.data, self.asked = data, []
    def __buffer__(self, flags):
        self.asked.append(flags > 0)
        return memoryview(self.data)


exporter = Exporter(bytearray(b"abcd"))
view = memoryview(exporter)
view[0] = 90
print("memoryview", bytes(view), exporter.data)
print("bytes", bytes(exporter))
print("bytearray", bytearray(exporter))
print("struct", struct.unpack("<I", exporter))
print("join", b"-".join([exporter, b"x"]))
print("is a Buffer", isinstance(exporter, collections.abc.Buffer), isinstance(1, collections.abc.Buffer))


class Wrong:
    def __buffer__(self, flags): return b"no view"


class Raising:
    def __buffer__(self, flags): raise ZeroDivisionError("in __buffer__")


for wrong in (Wrong(), Raising()):
    try:
        memoryview(wrong)
    except Exception as error:
        print(type(wrong).__name__, type(error).__name__, error)
for native in (b"ab", bytearray(b"ab"), memoryview(b"ab"), array.array("B", b"ab")):
    print(type(native).__name__, isinstance(native, collections.abc.Buffer), bytes(native.__buffer__(0)))
try:
    b"ab".__buffer__(1)
except BufferError as error:
    print("read only:", error)

# Buffers that are read into themselves, or change while they are used.
import io


class Index:
    def __init__(self, data):
        self.data = data

    def __index__(self):
        self.data.clear()
        return 2


data = bytearray(b"abc")
print("times =", data * Index(data))
file = io.BytesIO(b"0123456789")
view = file.getbuffer()
print("readinto =", file.readinto(view[5:]), bytes(view))
room = bytearray(b"abc")


class Reader(io.BufferedIOBase):
    def read(self, size):
        return room


try:
    Reader().readinto(room)
except TypeError as error:
    print("read =", error)
view = memoryview(room)
view[1:] = view[:2]
print("moved =", room)

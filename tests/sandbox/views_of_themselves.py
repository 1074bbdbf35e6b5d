# ends: normally
# prints: still here
# Buffers that change while they are read.
import io, re
class Index:
    def __init__(self, data):
        self.data = data
    def __index__(self):
        self.data.clear()
        return 2
data = bytearray(b"abc")
data * Index(data)
file = io.BytesIO(b"abc" * 10)
view = file.getbuffer()
file.readinto(view[5:])
room = bytearray(9)
class Reader(io.BufferedIOBase):
    def read(self, size):
        return room
try:
    Reader().readinto(room)
except TypeError:
    pass
text = bytearray(b"abc")
match = re.search(b"abc", text)
text.clear()
match.expand(rb"\g<0>")
match.group()
print("still here")

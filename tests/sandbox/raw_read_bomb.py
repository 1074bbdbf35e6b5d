# limits: heap=64M
# ends: heap memory
import io
class Endless(io.RawIOBase):
    def readinto(self, room):
        return len(room)
Endless().read(1 << 40)

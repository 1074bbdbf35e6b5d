# limits: heap=32M
# ends: heap memory
import struct
struct.pack("%dx" % 10**9)

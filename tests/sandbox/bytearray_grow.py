# limits: heap=32M
# ends: heap memory
b = bytearray(b"abc")
while True:
    b += bytes(b)

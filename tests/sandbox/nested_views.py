# limits: heap=64M
# ends: heap memory
view = memoryview(bytearray(1 << 20)).cast("B", [1] * 63 + [1 << 20])
print(len(view.tolist()))
lists = []
while True:
    lists.append(view.tolist())

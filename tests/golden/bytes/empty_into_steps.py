# Nothing assigned to a part with a step removes it from a bytearray.
def assigned(part, value):
    data = bytearray(range(10))
    try:
        data[part] = value
    except ValueError as error:
        return error
    return list(data)


for part in [slice(1, -1, 2), slice(None, None, -3), slice(5, 2, 2), slice(8, 1, -2), slice(2, 5), slice(2, 3, 7)]:
    print(part, "= b'':", assigned(part, b""))
    print(part, "= b'xy':", assigned(part, b"xy"))
held = bytearray(range(10))
with memoryview(held):
    try:
        held[1:-1:2] = b""
    except BufferError as error:
        print("viewed:", error, len(held))

"""The hash of a memoryview is that of its bytes, if neither it nor what it shows can change."""

views = {
    "bytes": memoryview(b"abc"),
    "read-only bytearray": memoryview(bytearray(b"abc")).toreadonly(),
    "bytearray": memoryview(bytearray(b"abc")),
    "numbers": memoryview(b"abcd").cast("H"),
}
for name, view in views.items():
    try:
        print(name, hash(view) == hash(view.tobytes()))
    except Exception as error:
        print(name, type(error).__name__, error)

# Arguments of built-in functions and classes that are given by name and position.
for what, call in [
    ("str", lambda: str(1, "", encoding="a")),
    ("bytes", lambda: bytes("a", "b", encoding="c")),
    ("bytearray", lambda: bytearray("a", "b", encoding="c")),
    ("int, too many", lambda: int("1", 10, base=3)),
    ("complex", lambda: complex(1, real=3)),
    ("encode", lambda: "a".encode("x", encoding="y")),
    ("encode, too many", lambda: "a".encode("x", "y", encoding="z")),
    ("memoryview, too many", lambda: memoryview(b"", object=b"")),
    ("split", lambda: "a b".split(" ", sep=" ")),
    ("splitlines, too many", lambda: "a".splitlines(True, keepends=True)),
]:
    try:
        print(what, call())
    except TypeError as error:
        print(what, "->", error)

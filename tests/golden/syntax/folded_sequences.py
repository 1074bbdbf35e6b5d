"""Constant texts, bytes and tuples that are added and repeated."""


def plain():
    "a" + "b"


print("added", "ab" + "cd", b"a" + b"b", (1, "x") + (2.5, None), "é" + "ü" * 2)
print("repeated", "-" * 5, 3 * "ab", b"x" * 2, (1, 2) * 2, 0 * "a", "a" * 0, () * 3)
print("negative", repr("a" * -1), (1,) * -2)
print("long", len("a" * 5000), len("ab" * 2048), len("ab" * 2049), len((1,) * 300), len((0,) * 256))
print("nested", ((1, 2), 3) * 2, ((1,),) + (2,), "a" + "b" * 3 + "c")
print("bools", "ab" * True, False * b"x")
print("docstring", plain.__doc__)
for text in ("'a' + b'b'", "'a' * 'b'", "'a' - 'b'", "(1,) + [2]", "'a' * 1.5", "b'a' + 1"):
    try:
        print(text, eval(text))
    except TypeError as error:
        print(text, error)

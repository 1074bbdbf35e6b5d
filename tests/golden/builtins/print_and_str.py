import sys

print()
print(1, "a", None, [1], sep=", ", end="!\n")
print("a", "b", sep="")
print("no newline", end="")
print(" continued", flush=True)
print("to stdout", file=sys.stdout)
print("to stderr", file=sys.stderr)
print(*[1, 2, 3], sep="\n")
print(sep="x")
print("a\tb\\n", 'q"q', sep="|")


class W:
    def write(self, text):
        sys.stdout.write(f"<{text!r}>")


print("x", 1, file=W())
print()
print(str(), str(b"x"), str([1, "a"]), str({"k": "v"}), repr([None, True, 1.0, "s", b"b", (1,), {2}, {"k": 3}, range(2), ..., int, len]))
try:
    print("a", sep=1)
except TypeError as error:
    print(error)
try:
    print("a", foo=1)
except TypeError as error:
    print(error)
print("é😀", "\x00" == chr(0), end="\n\n")
sys.stdout.write("write returns ")
print(sys.stdout.write("9 chars: "), end="\n")

"""io.StringIO: positions in ASCII and wider text, lines, writing in the middle."""
import io

for text in ("one\ntwo\nthree", "één\ntwee\ndrie\n"):
    s = io.StringIO(text)
    print(s.readline(), s.tell(), s.read(2), s.tell())
    print(s.seek(2), s.read(3), s.seek(0, 2), s.read())
    s.seek(1)
    print(s.write("é!"), s.getvalue(), s.tell())
    s.seek(30)
    s.write("x")
    print(repr(s.getvalue()), s.tell(), s.truncate(4), repr(s.getvalue()))
    s.seek(0)
    print(list(s), s.tell())

s = io.StringIO()
for part in ("a", "b\n", "ç", "d"):
    s.write(part)
    print(s.tell(), end=" ")
print(repr(s.getvalue()))
for newline in (None, "", "\n", "\r", "\r\n"):
    s = io.StringIO("a\r\nb\rc\nd", newline)
    s.seek(0, 2)
    s.write("\ne")
    s.seek(0)
    print(repr(newline), list(s), repr(s.getvalue()))


class Upper(io.StringIO):
    def readline(self, *args):
        return super().readline(*args).upper()


print(list(Upper("a\nb")), next(iter(Upper("q"))))
b = io.BytesIO(b"abc\ndef")
print(b.read(2), b.write(b"XY"), b.getvalue(), b.readline(), b.tell())
b.seek(0, 2)
print(b.write(b"tail"), b.write(bytearray(b"!")), b.getvalue())
target = bytearray(4)
b.seek(5)
print(b.readinto(target), target, b.tell(), b.readinto(memoryview(target)), b.seek(100), b.readinto(target))
s.close()
for ask in (s.read, lambda: next(s), lambda: s.write("x")):
    try:
        ask()
    except ValueError as error:
        print(error)

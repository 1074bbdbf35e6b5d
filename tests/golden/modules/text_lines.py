"""Lines of text files read in parts: positions, limits, line ends, invalid bytes, and what is left for the layers below."""
import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "text")


def write(data):
    with open(path, "wb") as file:
        file.write(data)


PLAIN = b"one\ntwo \xc3\xa9\xe2\x82\xac\n\nfour\nlast"
DOS = b"one\r\ntwo\rthree\nfour\r\n"
LONG = b"".join(b"line %d \xc3\xa9\n" % i for i in range(3000))
for name, data in (("plain", PLAIN), ("dos", DOS), ("long", LONG), ("empty", b""), ("no end", b"abc"), ("only ends", b"\n\n\n"), ("long line", b"x" * 20000 + b"\ny\n")):
    write(data)
    for newline in (None, "", "\n", "\r", "\r\n"):
        with open(path, encoding="utf-8", newline=newline) as file:
            lines = list(file)
        with open(path, encoding="UTF-8", newline=newline) as file:
            first, some, second, rest = file.readline(), file.read(3), file.readline(2), file.read()
            print(name, repr(newline), len(lines), hash("".join(lines)) == hash(first + some + second + rest), repr(first[:9]), repr(some), repr(second), len(rest))
    with open(path, encoding="utf-8") as file:
        places = []
        while line := file.readline():
            places.append(file.tell())
        if name != "dos":
            print(name, "places", len(places), places[:5], places[-2:])
        file.seek(places[0] if places else 0)
        print(name, "again", repr(file.readline()[:9]), len(file.readlines()))
        file.seek(0)
        print(name, "hint", len(file.readlines(10)), repr(file.readline()[:9]))

write(b"good\nfine\nbad \xff\nnext\n")
with open(path, encoding="utf-8") as file:
    try:
        print("strict", file.read())
    except UnicodeDecodeError as error:
        print("strict", error)
for errors in ("replace", "ignore", "surrogateescape", "backslashreplace"):
    with open(path, encoding="utf-8", errors=errors) as file:
        print(errors, ascii(list(file)))
write("\ufeffmark\nmore\n".encode())
for encoding in ("utf-8", "utf-8-sig", "latin-1"):
    with open(path, encoding=encoding) as file:
        print(encoding, ascii(file.readline()), ascii(file.readline()), ascii(file.read()))
write("a\nb\nc\n".encode("utf-16"))
with open(path, encoding="utf-16") as file:
    print("utf-16", ascii(file.readline()), ascii(file.read()))

write(b"first\nsecond\nthird\n")
with open(path, "r+", encoding="utf-8") as file:
    file.seek(0, 2)
    file.write("fourth\n")
    file.seek(0)
    print("r+", list(file))
with io.TextIOWrapper(io.BytesIO(PLAIN), encoding="utf-8") as file:
    print("wrapper", next(file), next(file), ascii(file.read()))

reader, writer = os.pipe()
with open(reader, encoding="utf-8") as lines, open(writer, "wb", buffering=0) as source:
    source.write(b"a\nb\nc")
    print("pipe", repr(lines.readline()), repr(lines.readline()))
    source.write(b"d\ne\n")
    print("pipe", repr(lines.readline()), repr(lines.readline()))
    source.write(b"end")
    source.close()
    print("pipe", repr(lines.readline()), repr(lines.readline()), repr(lines.read()))
os.remove(path)
os.rmdir(folder)

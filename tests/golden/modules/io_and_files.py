import io
import os
import tempfile

s = io.StringIO("one\ntwo\n")
print(s.readline(), s.read(), s.read(), s.getvalue(), s.seek(0), list(s), s.tell())
w = io.StringIO()
print("to a buffer", 1, file=w)
w.write("x")
print(repr(w.getvalue()))
b = io.BytesIO(b"abc")
print(b.read(2), b.read(), b.getvalue())
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "f.txt")
    with open(path, "w") as f:
        print("f.write(\"héllo\\n\") =", f.write("héllo\n"))
        print("f.writelines([\"a\\n\", \"b\"]) =", f.writelines(["a\n", "b"]))
        print("f.closed =", f.closed)
        print("f.mode =", f.mode)
    print(f.closed, os.path.exists(path), os.path.getsize(path), os.path.basename(path))
    with open(path, encoding="utf-8") as f:
        print("f.readline() =", f.readline())
        print("f.readlines() =", f.readlines())
        print("f.read() =", f.read())
    with open(path) as f:
        for number, line in enumerate(f, 1):
            print("number, line.rstrip() =", number, line.rstrip())
    with open(path, "rb") as f:
        print(f.read(3), f.seek(0), f.read())
    with open(path, "a") as f:
        f.write("!")
    print("open(path).read().splitlines()[-1] =", open(path).read().splitlines()[-1])
    print(os.listdir(folder), os.path.isdir(folder), os.path.isfile(path), os.path.splitext(path)[1])
    try:
        open(path, "x")
    except FileExistsError as error:
        print(error.errno, error.strerror)
    try:
        f.read()
    except ValueError as error:
        print(error)
    os.remove(path)
    try:
        open(path)
    except FileNotFoundError as error:
        print(error.errno, error.strerror, error.filename == path)
print("os.path.join(\"a\", \"b\") =", os.path.join("a", "b"))
print("os.path.exists(\"no such\") =", os.path.exists("no such"))
print("os.sep =", os.sep)
print("os.environ.get(\"NO_SUCH_VARIABLE\") =", os.environ.get("NO_SUCH_VARIABLE"))
print("os.getcwd() != \"\" =", os.getcwd() != "")
try:
    open("x", "q")
except ValueError as error:
    print(error)

with tempfile.TemporaryFile() as file, tempfile.TemporaryFile("w+", encoding="utf-8") as text:
    file.write(b"unnamed")
    file.seek(0)
    print(file.read(), type(file.name).__name__)
    text.write("a line\n")
    text.seek(0)
    print(text.readline(), end="")

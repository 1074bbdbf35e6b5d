"""What scripts do with files, folders, archives and their errors."""
import contextlib, gzip, hashlib, io, os, pathlib, shutil, tarfile, tempfile, zipfile

folder = tempfile.mkdtemp()
os.chdir(folder)
with open(pathlib.Path("a.txt"), "w") as file:
    print(file.write("1\n2\n3"), file.name, file.encoding, file.mode)
with open("a.txt", encoding="utf8") as file:
    print(file.encoding)
with open("a.txt", "rb") as raw:
    print(raw.name, raw.raw.name)
os.mkdir("sub")
for broken in (lambda: pathlib.Path("nope").read_text(), lambda: open(pathlib.Path("sub")), lambda: os.rename("nope", "other"),
               lambda: os.link("nope", "other"), lambda: raw.read(), lambda: raw.readline(), lambda: file.read(),
               lambda: os.replace(pathlib.Path("nope"), "b"), lambda: raw.peek()):
    try:
        print(broken())
    except (OSError, ValueError) as error:
        print(type(error).__name__, error, getattr(error, "filename2", None))

with tempfile.TemporaryFile("w+") as file:
    file.write("temporary")
    file.seek(0)
    print(file.read(), type(file.name).__name__)
with tempfile.NamedTemporaryFile(suffix=".log") as file:
    file.write(b"abc")
    file.flush()
    print("os.path.getsize(file.name) =", os.path.getsize(file.name))
    print("file.name.endswith(\".log\") =", file.name.endswith(".log"))
with tempfile.SpooledTemporaryFile() as file:
    file.write(b"xyz")
    print("file.tell() =", file.tell())

with tarfile.open("t.tar.gz", "w:gz") as archive:
    archive.add("a.txt")
with tarfile.open("t.tar.gz") as archive:
    print(archive.getnames(), archive.extractfile("a.txt").read(), archive.extractfile("a.txt").readlines())
with zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write("a.txt")
    archive.writestr("d/e.txt", "data")
with zipfile.ZipFile("z.zip") as archive:
    print(archive.namelist(), archive.read("d/e.txt"), archive.open("a.txt").readline())
with gzip.open("g.gz", "wt") as file:
    file.write("zipped")
print(gzip.open("g.gz").read())
print("os.stat(0).st_mode > 0 =", os.stat(0).st_mode > 0)
print("os.path.exists(0) =", os.path.exists(0))
print("shutil.disk_usage(\".\").total > 0 =", shutil.disk_usage(".").total > 0)
print("os.getcwdb() == os.fsencode(os.getcwd()) =", os.getcwdb() == os.fsencode(os.getcwd()))
os.mkfifo("pipe")
print("pathlib.Path(\"pipe\").is_fifo() =", pathlib.Path("pipe").is_fifo())
print("os.getpgid(0) == os.getpgrp() =", os.getpgid(0) == os.getpgrp())
print("os.EX_USAGE =", os.EX_USAGE)
print("0 < len(os.sched_getaffinity(0)) =", 0 < len(os.sched_getaffinity(0)))


class Shouting(io.BufferedReader):
    """A reader with parameters of its own."""

    def __init__(self, text, *, times):
        super().__init__(io.BytesIO(text.encode() * times))


print(Shouting("hey ", times=2).read())
pair = io.BufferedRWPair(io.BytesIO(b"in"), io.BytesIO())
print("pair.read(1) =", pair.read(1))
print("pair.write(b\"out\") =", pair.write(b"out"))
print("pair.readable() =", pair.readable())
print("pair.writable() =", pair.writable())
print(hashlib.file_digest(open("a.txt", "rb"), "sha256").hexdigest()[:16], hashlib.blake2b(b"x", digest_size=8, key=b"k").hexdigest(),
      hashlib.blake2s(b"x").hexdigest()[:16], hashlib.pbkdf2_hmac("sha256", b"word", b"salt", 100, 20).hex())
os.chdir("/")
shutil.rmtree(folder)

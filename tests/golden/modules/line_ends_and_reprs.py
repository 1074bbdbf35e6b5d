"""Text files tell the line ends that they met, files inside their own names are shown once, and archives are
extracted as 3.13 does."""
import _thread
import io
import os
import resource
import signal
import tarfile
import tempfile
import warnings

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "text")
for data in b"a\nb\n", b"a\rb\r", b"a\r\nb\r\n", b"a\nb\r", b"a\r\nb\rc\n", b"a", b"a\r":
    with open(path, "wb") as file:
        file.write(data)
    for newline in None, "", "\n":
        with open(path, newline=newline) as file:
            before = file.newlines
            file.read()
        with open(path, newline=newline) as lines:
            list(lines)
        print("file", data, repr(newline), before, repr(file.newlines), repr(lines.newlines))
for newline in None, "", "\n":
    memory = io.StringIO(newline=newline)
    seen = [memory.newlines]
    for part in "a\n", "b\r\n", "c\rd":
        memory.write(part)
        seen.append(memory.newlines)
    print("memory", repr(newline), seen)

for file in open(path, "wb", 0), open(path, "wb"), open(path, "w"):
    raw = file
    while not isinstance(raw, io.FileIO):
        raw = raw.buffer if isinstance(raw, io.TextIOBase) else raw.raw
    raw.name = file
    try:
        print("shown", repr(file))
    except RuntimeError as error:
        print("shown", error)
    file.close()

contents = io.BytesIO()
with tarfile.open(fileobj=contents, mode="w") as archive:
    member = tarfile.TarInfo("member")
    member.size, member.mode = 3, 0o6777
    archive.addfile(member, io.BytesIO(b"abc"))
contents.seek(0)
with tarfile.open(fileobj=contents) as archive, warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    archive.extractall(folder.name)
    print("extracted", oct(os.stat(os.path.join(folder.name, "member")).st_mode), [w.category.__name__ for w in caught])

old = signal.getsignal(signal.SIGINT)
for action in signal.SIG_IGN, signal.SIG_DFL:
    signal.signal(signal.SIGINT, action)
    _thread.interrupt_main()
    print("simulated", action.name, "does nothing")
signal.signal(signal.SIGUSR1, lambda number, frame: print("handler of", signal.Signals(number).name))
_thread.interrupt_main(signal.SIGUSR1)
print("after SIGUSR1")
signal.signal(signal.SIGINT, old)
try:
    _thread.interrupt_main()
    for _ in range(1000):
        pass
except KeyboardInterrupt:
    print("SIGINT raises KeyboardInterrupt")
try:
    _thread.interrupt_main(1000)
except ValueError as error:
    print("no signal:", error)

pid = os.fork()
if pid == 0:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    status = 0
    try:
        with open(path, "wb", 0) as file:
            file.write(b"a" * 1024)
            file.write(b"a")
    except OSError as error:
        status = error.errno
    os._exit(status)
print("file too large", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
folder.cleanup()

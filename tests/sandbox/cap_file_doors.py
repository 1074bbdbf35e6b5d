# prints: 14 denied
import io, codecs, linecache, pathlib, os, importlib.machinery, importlib.util, _io, shutil, tempfile
import fileinput, zipfile
doors = [
    lambda: io.open("/etc/passwd"),
    lambda: _io.open("/etc/passwd"),
    lambda: io.FileIO("/etc/passwd"),
    lambda: io.open_code("/etc/passwd"),
    lambda: codecs.open("/etc/passwd"),
    lambda: pathlib.Path("/etc/passwd").read_text(),
    lambda: os.listdir("/"),
    lambda: os.stat("/etc/passwd"),
    lambda: os.open("/etc/passwd", 0),
    lambda: os.readlink("/proc/self/exe"),
    lambda: list(os.scandir("/")),
    lambda: zipfile.ZipFile("/etc/passwd"),
    lambda: next(fileinput.input("/etc/passwd")),
    lambda: tempfile.mkstemp(),
]
denied = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    except Exception as e:
        print(type(e), e)
        if isinstance(e, (FileNotFoundError, AttributeError)):
            denied += 1
    else:
        print("ESCAPED", found)
if linecache.getlines("/etc/passwd") or os.path.exists("/etc/passwd"):
    print("ESCAPED")
print(denied, "denied")

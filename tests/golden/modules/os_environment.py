"""`os.environ` and what children get of it."""
import os
import subprocess
import sys
from collections.abc import MutableMapping

print(type(os.environ).__name__, isinstance(os.environ, dict), isinstance(os.environ, MutableMapping))
show = [sys.executable, "-c", "import os; print(*[os.environ.get(name) for name in ('ONE', 'TWO', 'THREE')])"]


def child(**options):
    return subprocess.run(show, capture_output=True, text=True, **options).stdout.strip()


os.environ["ONE"] = "1"
print("set", child())
os.putenv("TWO", "2")
print("putenv", child(), os.environ.get("TWO"))
os.unsetenv("ONE")
print("unsetenv", child(), os.environ["ONE"])
print("env=", child(env={**os.environ, "THREE": "3"}))
print("close_fds=False", child(close_fds=False))
os.environb[b"THREE"] = b"\xff"
print("environb", ascii(os.environ["THREE"]), os.getenvb(b"THREE"))
print("system", os.waitstatus_to_exitcode(os.system('test "$TWO" = 2')))
print("union", (os.environ | {"X": "y"})["X"], type(os.environ | {}).__name__, type(os.environ.copy()).__name__)
for action in ("os.environ['ONE'] = 1", "os.environ[1] = 'x'", "os.environ['a=b'] = ''", "os.environ['a\\0'] = ''",
               "del os.environ['absent']", "os.environ.pop('absent')", "os.environb['x'] = b''",
               "subprocess.run(show, env={'a=b': ''})", "os.execve('absent', ['x'], {'a': 'b\\0'})"):
    try:
        exec(action)
    except Exception as error:
        print(action, type(error).__name__, error)
try:
    for name in os.environ:
        os.environ[name + "_"] = ""
        del os.environ[name + "_"]
    print("changed while iterated")
except RuntimeError as error:
    print(error)


class Path:
    pass


print("register", issubclass(Path, os.PathLike), os.PathLike.register(Path) is Path, issubclass(Path, os.PathLike))
print("os.path" in sys.modules, os.path.__name__, os.unlink.__name__, os.replace.__name__, os.getpid.__module__)

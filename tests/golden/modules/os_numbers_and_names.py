"""Numbers of processes that there cannot be, and names and values that an environment cannot hold."""
import os
import signal


def shown(name, call, *arguments):
    try:
        print(name, arguments, call(*arguments))
    except (OSError, OverflowError, TypeError, ValueError) as error:
        print(name, arguments, type(error).__name__, error)


BIG = 2**40
for name in ["kill", "killpg", "setpgid"]:
    shown(name, getattr(os, name), BIG, 0)
    shown(name, getattr(os, name), -BIG, 0)
shown("kill", os.kill, 0, BIG)
shown("killpg", os.killpg, 0, BIG)
shown("raise_signal", signal.raise_signal, BIG)
for name in ["getpgid", "getsid", "pidfd_open"]:
    for number in [-1, -(2**31), 2**31, BIG]:
        shown(name, getattr(os, name), number)
shown("setpgid", os.setpgid, -1, 0)
shown("setpgid", os.setpgid, 0, -1)
shown("waitpid", os.waitpid, -(2**31), 0)
shown("waitpid", os.waitpid, BIG, 0)
shown("waitpid", os.waitpid, -5, 0)
shown("kill", os.kill, -(2**31), 0)
shown("kill", os.kill, 2**31 - 1, 0)

for name in ["A\0B", "A=B", "=A", "", "A", 5, b"A"]:
    shown("putenv", os.putenv, name, "x")
    shown("environ", os.environ.__setitem__, name, "x")
    shown("unsetenv", os.unsetenv, name)
    shown("environb", os.environb.__setitem__, name.encode() if isinstance(name, str) else name, b"x")
for value in ["x\0y", 5, b"x"]:
    shown("putenv", os.putenv, "A", value)
    shown("environ", os.environ.__setitem__, "A", value)
shown("setdefault", os.environ.setdefault, "Z\0", "1")
shown("setdefault", os.environ.setdefault, "ZZ", "1")
shown("setdefault", os.environ.setdefault, "ZZ", "2")
shown("update", os.environ.update, {"ZZ": "1\0"})
os.environ.update(ZZ="3")
os.environ |= {"YY": "4"}
print(os.environ["ZZ"], os.environ["YY"], type(os.environ).__name__, type(os.environ | {}).__name__)

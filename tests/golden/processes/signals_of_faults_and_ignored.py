# clock: real
"""Handlers of the signals of faults, and signals that are really ignored, by children as well."""

import faulthandler
import os
import signal
import subprocess
import sys

seen = []


def note(number, frame):
    seen.append(signal.Signals(number).name)


# A handler takes the place of the report.
faulthandler.enable()
for number in (signal.SIGILL, signal.SIGABRT, signal.SIGFPE, signal.SIGSEGV, signal.SIGBUS, signal.SIGTRAP):
    old = signal.signal(number, note)
    os.kill(os.getpid(), number)
    signal.raise_signal(number)
    print(number.name, "twice =", seen)
    seen.clear()
    signal.signal(number, old)

for number in (signal.SIGKILL, signal.SIGSTOP):
    for handler in (note, signal.SIG_IGN):
        try:
            signal.signal(number, handler)
        except OSError as error:
            print(number.name, "refused:", error)

signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
print("ignored in this process: nothing seen =", seen)
kill = "kill -USR1 $$; kill -USR2 $$; echo alive"
done = subprocess.run(["sh", "-c", kill], capture_output=True, text=True)
print("a child ignores SIGUSR1, not SIGUSR2 =", done.returncode, repr(done.stdout))
signal.signal(signal.SIGUSR1, note)
os.kill(os.getpid(), signal.SIGUSR1)
print("heard again =", seen)
done = subprocess.run(["sh", "-c", "kill -USR1 $$; echo alive"], capture_output=True, text=True)
print("a child no longer ignores it =", done.returncode, repr(done.stdout))

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
done = subprocess.run(["sh", "-c", "exit 3"])
print("status of a child while SIGCHLD is ignored =", done.returncode)
child = subprocess.Popen(["sleep", "60"])
child.kill()
print("of one that is killed =", child.wait())
signal.signal(signal.SIGCHLD, signal.SIG_DFL)
print("afterwards =", subprocess.run(["sh", "-c", "exit 3"]).returncode)
sys.stdout.flush()

signal.signal(signal.SIGINT, signal.SIG_IGN)
done = subprocess.run(["sh", "-c", "kill -INT $$; echo alive"], capture_output=True, text=True)
print("a child ignores SIGINT =", done.returncode, repr(done.stdout))

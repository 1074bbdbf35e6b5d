"""Other threads run while one waits in a call of the system that cannot be polled."""

import fcntl
import os
import subprocess
import sys
import tempfile
import threading
import time

folder = tempfile.mkdtemp()


def path(name):
    return os.path.join(folder, name)


def check(name, wait, go_on):
    """The main thread lets the other one go on only after running itself."""
    result = []
    started = threading.Event()

    def run():
        started.set()
        result.append(wait())

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    time.sleep(0.01)  # the thread waits by now, and this one runs
    early = list(result)
    go_on()
    thread.join()
    print(name, "early:", early, "later:", result)


def holder(kind):
    """A process that holds a lock until its input ends."""
    code = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); "
        f"fcntl.{kind}(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, path("lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    process.stdout.readline()
    return process


def take(kind):
    with open(path("lock"), "w") as file:
        getattr(fcntl, kind)(file, fcntl.LOCK_EX)
        return "taken"


for kind in "flock", "lockf":
    process = holder(kind)
    check(kind, lambda: take(kind), process.stdin.close)
    process.wait()
    process.stdout.close()

os.mkfifo(path("fifo"))


def write(text):
    with open(path("fifo"), "w") as file:
        file.write(text)


check("open", lambda: open(path("fifo")).read(), lambda: write("by open"))


def read_descriptor():
    descriptor = os.open(path("fifo"), os.O_RDONLY)
    try:
        return os.read(descriptor, 100)
    finally:
        os.close(descriptor)


check("os.open", read_descriptor, lambda: write("by os.open"))
check(
    "os.system",
    lambda: os.system(f"read line < {path('fifo')}; exit 3") >> 8,
    lambda: write("line\n"),
)

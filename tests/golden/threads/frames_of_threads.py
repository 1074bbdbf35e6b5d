import faulthandler
import os
import re
import subprocess
import sys
import tempfile
import threading
import time


def normal(text):
    """A report without numbers of threads, folders, and the library's functions."""
    text = re.sub(r"0x[0-9a-f]{16}", "ID", text)
    lines = re.sub(r'File ".*[\\/]([^"]*)"', r'File "\1"', text).splitlines()
    return [line for line in lines if "threading.py" not in line]


def wait_for_it():
    started.set()
    done.wait()


started, done = threading.Event(), threading.Event()
thread = threading.Thread(target=wait_for_it)
thread.start()
started.wait()
frames = sys._current_frames()
print("own", frames[threading.get_ident()] is sys._getframe())
while frames[thread.ident].f_code.co_name != "wait":
    time.sleep(0.01)
    frames = sys._current_frames()
names, frame = [], frames[thread.ident]
while frame is not None:
    names.append(frame.f_code.co_name)
    frame = frame.f_back
print("other", names[-4:])


def seen_from_thread():
    frame = sys._current_frames()[threading.main_thread().ident]
    while frame.f_back is not None:
        frame = frame.f_back
    print("main from a thread", frame.f_code.co_name, frame.f_globals is globals())


other = threading.Thread(target=seen_from_thread)
other.start()
other.join()


def reported(*args, **options):
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, *args, **options)
        file.seek(0)
        return normal(file.read())


def inner():
    return reported(all_threads=False)


for line in reported():
    print("report", line)
for line in inner():
    print("alone", line)
done.set()
thread.join()


def look(file):
    while not os.fstat(file.fileno()).st_size: time.sleep(0.02)


with tempfile.TemporaryFile("w+") as file:
    faulthandler.dump_traceback_later(0.05, file=file)
    look(file)
    faulthandler.cancel_dump_traceback_later()
    file.seek(0)
    for line in normal(file.read()):
        print("later", line)

with tempfile.TemporaryFile("w+") as file:
    faulthandler.dump_traceback_later(60, file=file)
    faulthandler.cancel_dump_traceback_later()
    print("cancelled", os.fstat(file.fileno()).st_size)

for name, call in {
    "no time": lambda: faulthandler.dump_traceback_later(0),
    "text": lambda: faulthandler.dump_traceback_later("1"),
    "descriptor": lambda: faulthandler.dump_traceback(-1),
    "no file": lambda: faulthandler.dump_traceback(object()),
    "signal": lambda: faulthandler.register(11),
    "number": lambda: faulthandler.register(1000),
}.items():
    try:
        call()
    except Exception as error:
        print(name, type(error).__name__, error)

print("enabled", faulthandler.is_enabled(), faulthandler.enable(), faulthandler.is_enabled())
print("disabled", faulthandler.disable(), faulthandler.is_enabled(), faulthandler.disable())

FAULT = """
import faulthandler, os, sys
faulthandler.enable()
def fault():
    os.kill(os.getpid(), int(sys.argv[1]))
fault()
"""
for number in (11, 8, 6):
    run = subprocess.run([sys.executable, "-c", FAULT, str(number)], stderr=subprocess.PIPE, text=True)
    for line in normal(run.stderr)[:5]:
        print("fault", number, run.returncode, line)

REGISTERED = """
import faulthandler, os, signal
faulthandler.register(signal.SIGUSR1, chain=False)
def ask():
    os.kill(os.getpid(), signal.SIGUSR1)
ask()
print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
"""
run = subprocess.run([sys.executable, "-c", REGISTERED], capture_output=True, text=True)
print("registered", normal(run.stderr), run.stdout.strip())

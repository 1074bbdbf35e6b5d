# Signals that arrive together: each handler is called, also after one that raises, and a signal
# that a handler sends to its own process does not keep the program from going on.
import os
import signal

seen = []


def note(number, frame):
    seen.append(signal.Signals(number).name)


def fail(number, frame):
    note(number, frame)
    raise LookupError(signal.Signals(number).name)


def send_both():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGUSR2})
    os.kill(os.getpid(), signal.SIGUSR2)
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1, signal.SIGUSR2})


signal.signal(signal.SIGUSR1, note)
signal.signal(signal.SIGUSR2, note)
send_both()
print("both:", seen)

seen.clear()
signal.signal(signal.SIGUSR1, fail)
errors = []
try:
    try:
        send_both()
        for _ in range(1000):
            pass
    except LookupError as error:
        errors.append(str(error))
        for _ in range(1000):
            pass
except LookupError as error:
    errors.append(str(error))
print("one raises:", errors, seen)

seen.clear()


def again(number, frame):
    note(number, frame)
    if len(seen) < 5:
        os.kill(os.getpid(), number)


signal.signal(signal.SIGUSR1, again)
os.kill(os.getpid(), signal.SIGUSR1)
for _ in range(1000):
    pass
print("again:", seen)

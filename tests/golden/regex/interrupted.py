# A match that takes too long is ended by a signal's handler.
import re
import signal
import time


class Late(Exception):
    pass


def handler(signum, frame):
    raise Late


signal.signal(signal.SIGALRM, handler)
for source in [r"(a+)+\1b\1$", r"(?:(?:a|a)+?)+\b(?=b)(a)?(?(1)x|y)"]:
    began = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        print(re.match(source, "a" * 60 + "c"))
    except Late:
        print("late", time.monotonic() - began < 5)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)

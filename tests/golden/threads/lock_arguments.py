"""Arguments of locks, and a signal that comes while the main thread waits for one."""
import _thread
import signal
import threading
import time
import warnings


def attempt(text):
    try:
        print(text, "=", eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)


for text in """
    threading.Lock().acquire(timeout=1e100) threading.RLock().acquire(timeout=threading.TIMEOUT_MAX+1)
    threading.Lock().acquire(False,1) threading.Lock().acquire(timeout=-5) threading.Lock().acquire(timeout="a")
    threading.Lock().acquire(timeout=float("nan")) threading.Event().wait(1e100)
    _thread.stack_size(-5) _thread.stack_size(5) _thread.stack_size(65536) _thread.stack_size(0)
    _thread.interrupt_main(99) _thread.interrupt_main("a")
""".split():
    attempt(text)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(type(threading.RLock(5, a=6)).__name__)


def divide(number, frame):
    1 / 0


signal.signal(signal.SIGINT, divide)
attempt("_thread.interrupt_main()")
signal.signal(signal.SIGINT, signal.default_int_handler)
thread = threading.Thread(target=_thread.interrupt_main)
try:
    thread.start()
    thread.join()
    time.sleep(0.5)
except KeyboardInterrupt:
    print("interrupted")
thread.join()
for handler in (signal.SIG_IGN, signal.SIG_DFL):
    signal.signal(signal.SIGINT, handler)
    _thread.interrupt_main()
    print("ignored", handler)

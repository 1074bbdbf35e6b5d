"""Programs that show errors in their own way."""

import sys
import threading
import traceback


def hook(kind, error, trace):
    print("hook", kind.__name__, error, trace.tb_lineno, trace.tb_next.tb_frame.f_code.co_name)
    sys.__excepthook__(kind, error, trace)
    raise KeyError("hook fails, too")


def work():
    raise ValueError("in a thread")


thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
threading.excepthook = lambda args: print("thread:", args.exc_type, args.exc_value, args.thread.name)
thread = threading.Thread(target=work, name="other")
thread.start()
thread.join()
thread = threading.Thread(target=lambda: sys.exit(3))
thread.start()
thread.join()
sys.excepthook = hook


def fails():
    raise TypeError("at the end")


fails()

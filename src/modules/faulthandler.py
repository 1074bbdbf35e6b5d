import sys

_enabled = False


def enable(file=None, all_threads=True):
    """Enable the fault handler: faults of the machine are reported in any case."""
    global _enabled
    _enabled = True


def disable():
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    return _enabled


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread into file."""
    file = sys.stderr if file is None else file
    print("Current thread (most recent call first):", file=file)
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        print(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}', file=file)
        frame = frame.f_back


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    raise NotImplementedError("faulthandler.dump_traceback_later() is not supported")


def cancel_dump_traceback_later():
    pass


def register(signum, file=None, all_threads=True, chain=False):
    """Register a handler for the signal signum that dumps the traceback."""
    import signal

    def show(number, frame):
        dump_traceback(file, all_threads)
        if chain and callable(before):
            before(number, frame)
    before = signal.signal(signum, show)


def unregister(signum, /):
    import signal
    signal.signal(signum, signal.SIG_DFL)

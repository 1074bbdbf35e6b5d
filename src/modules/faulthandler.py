import sys as _sys

_MOST_FRAMES = 100
_enabled = None
_registered = {}
_watch = None


def _descriptor(file):
    """The descriptor of a file argument, whose buffered output is written first."""
    if file is None:
        file = _sys.stderr
        if file is None:
            raise RuntimeError("unable to get sys.stderr")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descriptor")
        return file
    descriptor = file.fileno()
    if not isinstance(descriptor, int) or descriptor < 0:
        raise RuntimeError("file.fileno() is not a valid file descriptor")
    file.flush()
    return descriptor


def _write(descriptor, text):
    import os
    data = text.encode("ascii", "backslashreplace")
    while data:
        data = data[os.write(descriptor, data):]


def _stack(frame):
    lines = []
    while frame is not None:
        if len(lines) == _MOST_FRAMES:
            lines.append("  ...\n")
            break
        code = frame.f_code
        line = "???" if frame.f_lineno is None else frame.f_lineno
        lines.append(f'  File "{code.co_filename}", line {line} in {code.co_name}\n')
        frame = frame.f_back
    return "".join(lines) or "  <no Python frame>\n"


def _report(current, frame, all_threads):
    """The stacks of the threads, that of the thread number `current` last and from this frame."""
    if not all_threads:
        return "Stack (most recent call first):\n" + _stack(frame)
    parts = [
        f"Thread {ident:#018x} (most recent call first):\n{_stack(other)}\n"
        for ident, other in reversed(_sys._current_frames().items()) if ident != current
    ]
    return "".join(parts) + f"Current thread {current:#018x} (most recent call first):\n{_stack(frame)}"


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread, or of all threads if all_threads is True, into file."""
    from _thread import get_ident
    _write(_descriptor(file), _report(get_ident(), _sys._getframe(1), all_threads))


def enable(file=None, all_threads=True):
    """Enable the fault handler."""
    global _enabled
    descriptor = _descriptor(file)
    # The file is kept open.
    _enabled = (file,)
    _report_faults(descriptor)


def disable():
    """Disable the fault handler."""
    global _enabled
    was, _enabled = _enabled, None
    if was is not None:
        _ignore_faults()
    return was is not None


def is_enabled():
    """Check if the handler is enabled."""
    return _enabled is not None


def _time(seconds):
    """A time as the report of a timeout shows it."""
    fraction = round(seconds * 10**6) % 10**6
    hours, rest = divmod(int(round(seconds * 10**6) // 10**6), 3600)
    text = f"{hours}:{rest // 60:02}:{rest % 60:02}"
    return f"{text}.{fraction:06}" if fraction else text


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump the traceback of all threads in timeout seconds, or each timeout seconds if repeat is True.

    A thread that is in a call of the system which does not end delays the report.
    """
    global _watch
    from _thread import allocate_lock, get_ident, start_new_thread
    if isinstance(timeout, str) or not hasattr(timeout, "__float__") and not hasattr(timeout, "__index__"):
        raise TypeError(f"'{type(timeout).__name__}' object cannot be interpreted as an integer")
    timeout = float(timeout)
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    descriptor = _descriptor(file)
    cancel_dump_traceback_later()
    stopped = allocate_lock()
    stopped.acquire()
    head = f"Timeout ({_time(timeout)})!\n"

    def watch():
        own = get_ident()
        while not stopped.acquire(timeout=timeout):
            parts = [
                f"Thread {ident:#018x} (most recent call first):\n{_stack(frame)}"
                for ident, frame in reversed(_sys._current_frames().items()) if ident != own
            ]
            _write(descriptor, head + "\n".join(parts))
            if exit:
                import os
                os._exit(1)
            if not repeat:
                return

    # The file is kept open.
    _watch = stopped, file
    start_new_thread(watch, ())


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""
    global _watch
    if _watch is not None:
        stopped, _ = _watch
        _watch = None
        if stopped.locked():
            stopped.release()


def _check(signum):
    import signal
    if signum in (signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT, signal.SIGSEGV):
        raise RuntimeError(f"signal {signum} cannot be registered, use enable() instead")
    if not 1 <= signum < signal.NSIG:
        raise ValueError("signal number out of range")


def register(signum, file=None, all_threads=True, chain=False):
    """Register a handler for the signal 'signum': dump the traceback of the current thread, or of all
    threads if all_threads is True, into file."""
    import signal
    from _thread import get_ident
    _check(signum)
    descriptor = _descriptor(file)
    before = _registered[signum][0] if signum in _registered else signal.getsignal(signum)

    def show(number, frame):
        _write(descriptor, _report(get_ident(), frame, all_threads))
        if chain and callable(before):
            before(number, frame)
        elif chain and before == signal.SIG_DFL:
            signal.signal(number, before)
            signal.raise_signal(number)
            signal.signal(number, show)

    signal.signal(signum, show)
    _registered[signum] = before, file


def unregister(signum, /):
    """Unregister the handler of the signal 'signum' registered by register()."""
    import signal
    _check(signum)
    if signum not in _registered:
        return False
    before, _ = _registered.pop(signum)
    signal.signal(signum, signal.SIG_DFL if before is None else before)
    return True


__import__("_types")._built_in(globals())

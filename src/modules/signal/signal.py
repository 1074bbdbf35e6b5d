from enum import IntEnum

Signals = IntEnum("Signals", {
    "SIGHUP": 1, "SIGINT": 2, "SIGQUIT": 3, "SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGIOT": 6, "SIGBUS": 7, "SIGFPE": 8,
    "SIGKILL": 9, "SIGUSR1": 10, "SIGSEGV": 11, "SIGUSR2": 12, "SIGPIPE": 13, "SIGALRM": 14, "SIGTERM": 15,
    "SIGSTKFLT": 16, "SIGCHLD": 17, "SIGCLD": 17, "SIGCONT": 18, "SIGSTOP": 19, "SIGTSTP": 20, "SIGTTIN": 21, "SIGTTOU": 22,
    "SIGURG": 23, "SIGXCPU": 24, "SIGXFSZ": 25, "SIGVTALRM": 26, "SIGPROF": 27, "SIGWINCH": 28, "SIGIO": 29,
    "SIGPOLL": 29, "SIGPWR": 30, "SIGSYS": 31, "SIGRTMIN": 34, "SIGRTMAX": 64}, module="signal")
Handlers = IntEnum("Handlers", {"SIG_DFL": 0, "SIG_IGN": 1}, module="signal")
Sigmasks = IntEnum("Sigmasks", {"SIG_BLOCK": 0, "SIG_UNBLOCK": 1, "SIG_SETMASK": 2}, module="signal")
for _names in (Signals, Handlers, Sigmasks):
    globals().update(_names.__members__)
NSIG = 65
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2

ItimerError = OSError


def default_int_handler(signalnum, frame, /):
    """The default handler for SIGINT installed by Python."""
    raise KeyboardInterrupt


# None represents the interpreter's own handler.
_handlers = {SIGINT: None}


def _sighandler_noop(signum, frame):
    """Dummy signal handler."""


_sighandler_noop.__module__ = "asyncio.unix_events"


def _set_by_loop(signalnum, has_handler):
    """Show that an event loop handles a signal, or no longer does."""
    signal(signalnum, _sighandler_noop if has_handler else default_int_handler if signalnum == SIGINT else SIG_DFL)


def _known(signalnum):
    try:
        return Signals(signalnum)
    except ValueError:
        return signalnum


def getsignal(signalnum, /):
    """Return the current action for the given signal."""
    if not 0 < signalnum < NSIG:
        raise ValueError("signal number out of range")
    handler = _handlers.get(signalnum, SIG_DFL)
    return _interrupt_handler() or default_int_handler if handler is None else handler


def signal(signalnum, handler, /):
    """Set the action for the given signal."""
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    old = getsignal(signalnum)
    if not callable(handler):
        handler = Handlers(handler)
    if signalnum == SIGINT and handler in (_interrupt_handler(), default_int_handler):
        is_own = handler is not default_int_handler or _interrupt_handler() is None
    else:
        is_own = False
    own = None if is_own else handler
    _set_handler(int(signalnum), own, handler is SIG_DFL, handler is SIG_IGN)
    _handlers[signalnum] = own
    return old


def raise_signal(signalnum, /):
    """Send a signal to the executing process."""
    import operator
    import os
    if not -2**31 <= operator.index(signalnum) < 2**31:
        raise OverflowError("Python int too large to convert to C int")
    os.kill(os.getpid(), signalnum)


def strsignal(signalnum, /):
    """Return the system description of the given signal."""
    if not 0 < signalnum < NSIG:
        raise ValueError("signal number out of range")
    return _DESCRIPTIONS.get(signalnum)


_DESCRIPTIONS = dict(enumerate((
    "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted", "Bus error",
    "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault", "User defined signal 2",
    "Broken pipe", "Alarm clock", "Terminated", "Stack fault", "Child exited", "Continued", "Stopped (signal)",
    "Stopped", "Stopped (tty input)", "Stopped (tty output)", "Urgent I/O condition", "CPU time limit exceeded",
    "File size limit exceeded", "Virtual timer expired", "Profiling timer expired", "Window changed", "I/O possible",
    "Power failure", "Bad system call"), 1))


def valid_signals():
    """Return a set of valid signal numbers on this platform."""
    return {_known(n) for n in range(1, NSIG) if n not in (32, 33)}


def alarm(seconds, /):
    """Arrange for SIGALRM to arrive after the given number of seconds."""
    import math
    import operator
    return math.ceil(setitimer(ITIMER_REAL, float(operator.index(seconds)))[0])


def siginterrupt(signalnum, flag, /):
    pass


def _signals(signals):
    numbers = []
    for signalnum in signals:
        number = signalnum.__index__()
        if not 0 < number < NSIG:
            raise ValueError(f"signal number {number} out of range [1; {NSIG - 1}]")
        numbers.append(number)
    return numbers


def pthread_sigmask(how, mask, /):
    """Fetch and/or change the signal mask of the calling thread."""
    return {_known(number) for number in _mask(how, _signals(mask))}


def sigpending():
    """Examine pending signals."""
    return {_known(number) for number in _pending()}


def sigwait(sigset, /):
    """Wait for a signal."""
    return _known(_take(_signals(sigset), -1.0)[0])


class struct_siginfo(tuple):
    """struct_siginfo: Result from sigwaitinfo or sigtimedwait."""
    __module__ = "signal"
    __slots__ = ()

    def __repr__(self):
        names = ("si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band")
        return f"signal.struct_siginfo({', '.join(f'{name}={value}' for name, value in zip(names, self))})"


for _at, _name in enumerate(("si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band")):
    setattr(struct_siginfo, _name, property(lambda self, at=_at: self[at]))


def sigwaitinfo(sigset, /):
    """Wait synchronously until one of the signals in *sigset* is delivered."""
    return struct_siginfo(_take(_signals(sigset), -1.0))


def sigtimedwait(sigset, timeout, /):
    """Like sigwaitinfo(), but with a timeout."""
    if timeout < 0:
        raise ValueError("timeout must be non-negative")
    found = _take(_signals(sigset), float(timeout))
    return None if found is None else struct_siginfo(found)


def pthread_kill(thread_id, signalnum, /):
    """Send a signal to a thread."""
    import os
    import threading
    if signalnum == 0:
        if all(thread.ident != thread_id for thread in threading.enumerate()):
            raise ProcessLookupError(3, "No such process")
        return
    os.kill(os.getpid(), signalnum)


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    """Sets the fd to be written to (with the signal number) when a signal comes in."""
    return _set_wakeup(fd)


__import__("_types")._built_in(globals(), "alarm", "default_int_handler", "pthread_kill", "raise_signal", "set_wakeup_fd", "siginterrupt",
          "sigtimedwait", "sigwaitinfo", "strsignal")

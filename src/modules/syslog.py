import socket
import sys
import time
from os import getpid

_FACILITIES = "KERN USER MAIL DAEMON AUTH SYSLOG LPR NEWS UUCP CRON AUTHPRIV FTP".split()
LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG = range(8)
globals().update({f"LOG_{name}": number << 3 for number, name in enumerate(_FACILITIES)})
globals().update({f"LOG_LOCAL{number}": 16 + number << 3 for number in range(8)})
LOG_PID, LOG_CONS, LOG_ODELAY, LOG_NDELAY, LOG_NOWAIT, LOG_PERROR = 1, 2, 4, 8, 16, 32

_ident, _options, _facility, _mask, _is_open = None, 0, LOG_USER, 0xFF, False


def openlog(ident=None, logoption=0, facility=LOG_USER):
    """Set logging options of subsequent syslog() calls."""
    global _ident, _options, _facility, _is_open
    if ident is None and sys.argv and sys.argv[0]:
        ident = sys.argv[0].rpartition("/")[2]
    _ident, _options, _facility, _is_open = ident, logoption, facility, True


def syslog(priority, message=None, /):
    """Send a string to the system logger."""
    if message is None:
        priority, message = LOG_INFO, priority
    if not isinstance(message, str):
        raise TypeError(f"syslog() argument must be str, not {type(message).__name__}")
    if not _is_open:
        openlog()
    if not _mask & 1 << (priority & 7):
        return
    if not priority & ~7:
        priority |= _facility
    text = (_ident or "") + (f"[{getpid()}]" if _options & LOG_PID else "") + ": " + message
    if _options & LOG_PERROR:
        print(text, file=sys.stderr)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.connect("/dev/log")
            line.send(f"<{priority}>{time.strftime('%b %e %H:%M:%S')} {text}".encode("utf-8", "surrogateescape"))
    except OSError:
        # Without a logger messages are lost, as in the C library.
        pass


def closelog():
    """Reset the syslog module values and call the system library closelog()."""
    global _ident, _options, _facility, _mask, _is_open
    _ident, _options, _facility, _mask, _is_open = None, 0, LOG_USER, 0xFF, False


def setlogmask(maskpri, /):
    """Set the priority mask to maskpri and return the previous mask value."""
    global _mask
    old = _mask
    if maskpri:
        _mask = maskpri
    return old


def LOG_MASK(pri, /):
    """Calculates the mask for the individual priority pri."""
    return 1 << pri


def LOG_UPTO(pri, /):
    """Calculates the mask for all priorities up to and including pri."""
    return (1 << pri + 1) - 1


__import__("_types")._built_in(globals())

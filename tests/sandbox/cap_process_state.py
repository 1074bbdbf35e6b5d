# prints: 0 changed
import os, locale, sys, time, signal
changed = 0
def attempt(name, f):
    global changed
    try:
        f()
    except (PermissionError, AttributeError, ImportError, OSError, NotImplementedError, locale.Error):
        return
    print(name, "ESCAPED")
    changed += 1
attempt("chdir", lambda: os.chdir("/"))
attempt("umask", lambda: os.umask(0))
attempt("nice", lambda: os.nice(1))
attempt("chroot", lambda: os.chroot("/"))
attempt("setsid", lambda: os.setsid())
attempt("setuid", lambda: os.setuid(1))
attempt("fchdir", lambda: os.fchdir(0))
attempt("setpriority", lambda: os.setpriority(os.PRIO_PROCESS, 0, 5))
attempt("affinity", lambda: os.sched_setaffinity(0, {0}))
attempt("mask", lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {2}))
attempt("wakeup", lambda: signal.set_wakeup_fd(1))
attempt("handler", lambda: signal.signal(2, lambda *a: None))
attempt("sethostname", lambda: os.sethostname("x"))
attempt("settime", lambda: time.clock_settime(time.CLOCK_REALTIME, 0))
attempt("limit", lambda: __import__("resource").setrlimit(7, (1, 1)))
attempt("getpid", lambda: os.kill(os.getppid(), 0))
attempt("wait", lambda: os.wait())
attempt("initgroups", lambda: os.setgroups([0]))
print(changed, "changed")

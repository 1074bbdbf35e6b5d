# prints: still here
import sys
attempts = []
def attempt(f):
    try:
        f()
    except (PermissionError, ImportError, AttributeError, OSError, RuntimeError, ValueError, TypeError, NotImplementedError) as e:
        attempts.append(type(e).__name__)
import os, signal, faulthandler
attempt(lambda: faulthandler._sigsegv())
attempt(lambda: faulthandler._read_null())
attempt(lambda: faulthandler._stack_overflow())
attempt(lambda: faulthandler.dump_traceback_later(0.01, exit=True))
attempt(lambda: faulthandler.enable())
attempt(lambda: os.abort())
attempt(lambda: os._exit(3))
attempt(lambda: os.kill(os.getpid(), 9))
attempt(lambda: os.killpg(0, 9))
attempt(lambda: signal.raise_signal(9))
attempt(lambda: signal.alarm(1))
attempt(lambda: signal.setitimer(signal.ITIMER_REAL, 0.01))
attempt(lambda: signal.pthread_kill(0, 9))
attempt(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
attempt(lambda: os.execv("/bin/true", ["true"]))
attempt(lambda: os.closerange(0, 100))
attempt(lambda: os.close(2))
attempt(lambda: os.dup2(1, 2))
attempt(lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_CPU, (0, 0)))
attempt(lambda: __import__("ctypes").string_at(0))
attempt(lambda: __import__("mmap").mmap(-1, 1 << 20).write(b"x"))
attempt(lambda: __import__("posix")._exit(3))
attempt(lambda: os.posix_spawn("/bin/true", ["true"], {}))
attempt(lambda: __import__("readline").write_history_file("/tmp/x"))
attempt(lambda: __import__("syslog").syslog("x"))
print("still here")

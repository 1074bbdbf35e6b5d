import faulthandler, fcntl, grp, os, pwd, readline, resource, tempfile, tracemalloc

tracemalloc.start()
print("tracemalloc.is_tracing() =", tracemalloc.is_tracing())
print("all(size >= 0 for size in tracemalloc.get_traced_memory()) =", all(size >= 0 for size in tracemalloc.get_traced_memory()))
tracemalloc.stop()
print("tracemalloc.is_tracing() =", tracemalloc.is_tracing())
print("tracemalloc.get_traced_memory() =", tracemalloc.get_traced_memory())

usage = resource.getrusage(resource.RUSAGE_SELF)
print("usage.ru_maxrss > 0 =", usage.ru_maxrss > 0)
print("usage.ru_utime >= 0 =", usage.ru_utime >= 0)
print("len(usage) =", len(usage))
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
print("resource.getrlimit(resource.RLIMIT_NOFILE)[0] =", resource.getrlimit(resource.RLIMIT_NOFILE)[0])
for limits in ((65, 64), (1,)):
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    except ValueError as error:
        print(error)

print(pwd.getpwuid(0).pw_name, pwd.getpwnam("root").pw_uid, grp.getgrgid(0).gr_name)
for unknown in (lambda: pwd.getpwnam("no such user"), lambda: pwd.getpwuid(123456), lambda: grp.getgrnam("no such group")):
    try:
        unknown()
    except KeyError as error:
        print(error)

with tempfile.TemporaryFile() as file, tempfile.NamedTemporaryFile() as named:
    flags = fcntl.fcntl(file, fcntl.F_GETFL)
    fcntl.fcntl(file, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    print("bool(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_NONBLOCK) =", bool(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_NONBLOCK))
    print("fcntl.fcntl(file, fcntl.F_GETFD) & fcntl.FD_CLOEXEC =", fcntl.fcntl(file, fcntl.F_GETFD) & fcntl.FD_CLOEXEC)
    fcntl.flock(named, fcntl.LOCK_EX)
    with open(named.name) as other:
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            print(error)
        fcntl.flock(named, fcntl.LOCK_UN)
        fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)

faulthandler.enable()
print("faulthandler.is_enabled() =", faulthandler.is_enabled())
readline.set_completer(len)
print("readline.get_completer() is len =", readline.get_completer() is len)

error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
EX_OK = 0
(EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_NOUSER, EX_NOHOST, EX_UNAVAILABLE, EX_SOFTWARE, EX_OSERR, EX_OSFILE, EX_CANTCREAT,
 EX_IOERR, EX_TEMPFAIL, EX_PROTOCOL, EX_NOPERM, EX_CONFIG) = range(64, 79)
_have_functions = [f"HAVE_{name}" for name in """
    EVENTFD TIMERFD_CREATE FACCESSAT FCHDIR FCHMOD FCHMODAT FCHOWN FCHOWNAT FEXECVE FDOPENDIR FPATHCONF FSTATAT FSTATVFS
    FTRUNCATE FUTIMENS FUTIMES FUTIMESAT LINKAT LCHOWN LSTAT LUTIMES MEMFD_CREATE MKDIRAT MKFIFOAT MKNODAT OPENAT READLINKAT
    RENAMEAT SYMLINKAT UNLINKAT UTIMENSAT PTSNAME_R""".split()]


def forkpty():
    """Fork a new process with a new pseudo-terminal as controlling tty."""
    master, slave = openpty()
    child = fork()
    if not child:
        close(master)
        login_tty(slave)
        return 0, -1
    close(slave)
    return child, master


def setpgrp():
    """Make the current process the leader of its process group."""
    setpgid(0, 0)


def fchmod(fd, mode):
    """Change the access permissions of the file given by file descriptor fd."""
    if not isinstance(fd, int):
        raise TypeError(f"an integer is required (got type {type(fd).__name__})")
    chmod(fd, mode)


def fchown(fd, uid, gid):
    """Change the owner and group id of the file specified by file descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"an integer is required (got type {type(fd).__name__})")
    chown(fd, uid, gid)


def fstatvfs(fd, /):
    """Perform an fstatvfs system call on the given fd."""
    if not isinstance(fd, int):
        raise TypeError(f"an integer is required (got type {type(fd).__name__})")
    return statvfs(fd)


def posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(),
                setsigdef=(), scheduler=None):
    """Execute the program specified by path in a new process."""
    return _spawn("posix_spawn", path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler)


def posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(),
                 setsigdef=(), scheduler=None):
    """Execute the program specified by path, searched for along $PATH, in a new process."""
    return _spawn("posix_spawnp", path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler)


def _text(value):
    """A path or another text for the system."""
    value = fspath(value)
    if (0 if isinstance(value, bytes) else "\0") in value:
        raise ValueError("embedded null byte")
    return value


def _spawn(name, path, argv, env, file_actions, setpgroup, resetids, new_session, mask, defaults, scheduling):
    import os
    import signal
    from operator import index
    path = _text(path)
    if not isinstance(argv, (tuple, list)):
        raise TypeError(f"{name}: argv must be a tuple or list")
    if not argv:
        raise ValueError(f"{name}: argv must not be empty")
    argv = [_text(word) for word in argv]
    if not argv[0]:
        raise ValueError(f"{name}: argv first element cannot be empty")
    programs = [path]
    if name == "posix_spawnp" and "/" not in os.fsdecode(path):
        programs = [f"{folder}/{os.fsdecode(path)}" for folder in os.get_exec_path()]
    if env is not None and not hasattr(env, "keys"):
        raise TypeError(f"{name}: environment must be a mapping object or None")
    if env is not None:
        env = {_text(name): _text(env[name]) for name in env}
    for variable in env or ():
        if (b"=" if isinstance(variable, bytes) else "=") in variable[1:]:
            raise ValueError("illegal environment variable name")
    actions = []
    for action in file_actions or ():
        if not isinstance(action, tuple) or not action:
            raise TypeError("Each file_actions element must be a non-empty tuple")
        lengths = {POSIX_SPAWN_OPEN: 5, POSIX_SPAWN_CLOSE: 2, POSIX_SPAWN_DUP2: 3, POSIX_SPAWN_CLOSEFROM: 2}
        if action[0] not in lengths:
            raise TypeError("Unknown file_actions identifier")
        if len(action) != lengths[action[0]]:
            raise TypeError("A file_actions element has the wrong number of items")
        index(action[1])
        if action[0] == POSIX_SPAWN_OPEN and "\0" in os.fsdecode(action[2]):
            raise ValueError("embedded null byte")
        actions.append(action)
    signals = [*map(index, mask or ())], [*map(index, defaults or ())]
    for number in signals[0] + signals[1]:
        if not 0 < number < signal.NSIG:
            raise ValueError(f"signal number {number} out of range [1; {signal.NSIG - 1}]")
    if scheduling is not None and (not isinstance(scheduling, tuple) or len(scheduling) != 2):
        raise TypeError("scheduler must be a tuple or None")
    if scheduling is not None and not isinstance(scheduling[1], sched_param):
        raise TypeError("must have a sched_param object")
    if setpgroup is not None:
        setpgroup = index(setpgroup)
    reader, writer = pipe()
    child = _copy_process()
    if not child:
        try:
            close(reader)
            if new_session:
                setsid()
            if setpgroup is not None:
                setpgid(0, setpgroup)
            if resetids:
                setegid(getgid())
                seteuid(getuid())
            for number in signals[1]:
                signal.signal(number, signal.SIG_DFL)
            if mask:
                signal.pthread_sigmask(signal.SIG_SETMASK, signals[0])
            if scheduling is not None:
                policy, parameters = scheduling
                sched_setparam(0, parameters) if policy is None else sched_setscheduler(0, policy, parameters)
            for kind, fd, *rest in actions:
                if kind == POSIX_SPAWN_OPEN:
                    opened = open(rest[0], rest[1], rest[2])
                    if opened != fd:
                        dup2(opened, fd)
                        close(opened)
                    else:
                        set_inheritable(fd, True)
                elif kind == POSIX_SPAWN_CLOSE:
                    close(fd)
                elif kind == POSIX_SPAWN_DUP2:
                    dup2(fd, rest[0]) if fd != rest[0] else set_inheritable(fd, True)
                else:
                    for open_fd in map(int, listdir("/proc/self/fd")):
                        if open_fd >= fd and open_fd != writer:
                            try:
                                close(open_fd)
                            except OSError:
                                pass
            for program in programs:
                try:
                    execv(program, argv) if env is None else execve(program, argv, env)
                except (FileNotFoundError, NotADirectoryError) as error:
                    missing = error
            raise missing
        except OSError as error:
            write(writer, str(error.errno).encode())
        finally:
            _exit(127)
    close(writer)
    try:
        failure = read(reader, 32)
    finally:
        close(reader)
    if failure:
        waitpid(child, 0)
        raise OSError(int(failure), strerror(int(failure)), path)
    return child


def WIFSIGNALED(status):
    return status & 0x7F not in (0, 0x7F)


def WTERMSIG(status):
    return status & 0x7F


def WIFEXITED(status):
    return status & 0x7F == 0


def WEXITSTATUS(status):
    return status >> 8 & 0xFF


def WIFSTOPPED(status):
    return status & 0xFF == 0x7F


def WIFCONTINUED(status):
    return status == 0xFFFF


WSTOPSIG = WEXITSTATUS


def WCOREDUMP(status):
    return bool(status & 0x80)


def waitstatus_to_exitcode(status):
    """Convert a wait status to an exit code."""
    from operator import index
    status = index(status)
    if not -2**31 <= status < 2**31:
        raise OverflowError("Python int too large to convert to C int")
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    raise ValueError(f"invalid wait status: {status}")


def wait():
    """Wait for completion of a child process."""
    return waitpid(-1, 0)


def abort():
    kill(getpid(), 6)


def getlogin():
    """Return the actual login name."""
    return next((environ[name].decode() for name in (b"LOGNAME", b"USER") if environ.get(name)), "root")


def device_encoding(fd):
    return None


def getcwdb():
    """Return a bytes string representing the current working directory."""
    return getcwd().encode("utf-8", "surrogateescape")


def closerange(fd_low, fd_high, /):
    """Closes all file descriptors in [fd_low, fd_high), ignoring errors."""
    for fd in range(fd_low, fd_high):
        try:
            close(fd)
        except OSError:
            pass


def getloadavg():
    """Return average recent system load information."""
    file = open("/proc/loadavg", O_RDONLY)
    try:
        return tuple(map(float, read(file, 100).split()[:3]))
    finally:
        close(file)


def getrandom(size, flags=0):
    """Obtain a series of random bytes."""
    if size < 0:
        raise OSError(22, strerror(22))
    return urandom(size)


_built_in(globals())
del _built_in

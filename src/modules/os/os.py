import sys

name = "posix"
sep = "/"
altsep = None
extsep = "."
pathsep = ":"
linesep = "\n"
curdir = "."
pardir = ".."
defpath = "/bin:/usr/bin"
devnull = "/dev/null"
error = OSError
unlink = remove
replace = rename
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0
(EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_NOUSER, EX_NOHOST, EX_UNAVAILABLE, EX_SOFTWARE, EX_OSERR, EX_OSFILE, EX_CANTCREAT,
 EX_IOERR, EX_TEMPFAIL, EX_PROTOCOL, EX_NOPERM, EX_CONFIG) = range(64, 79)
_walk_symlinks_as_files = object()
supports_dir_fd = {access, chmod, chown, link, lstat, mkdir, mkfifo, mknod, open, readlink, rename, rmdir, stat, symlink,
                   remove, utime}
supports_effective_ids = {access}
supports_fd = {chdir, chmod, chown, execve, listdir, pathconf, scandir, stat, statvfs, truncate, utime}
supports_follow_symlinks = {access, chown, link, stat, utime}
globals().update(_names())
del _names


def __getattr__(name):
    if name == "path":
        import posixpath
        globals()["path"] = posixpath
        sys.modules["os.path"] = posixpath
        return posixpath
    if name == "environb":
        globals()["environb"] = _environ_bytes()
        return environb
    if name == "st":
        import stat
        return stat
    raise AttributeError(f"module 'os' has no attribute {name!r}", name=name, obj=sys.modules[__name__])


def __dir__():
    return [*globals(), *({"path", "environb"} - globals().keys())]


def _check_name(name):
    if not name or "=" in name:
        raise OSError(22, strerror(22))


class _Environ(dict):
    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, str):
                raise TypeError(f"str expected, not {type(text).__name__}")
        if "\0" in key or "\0" in value:
            raise ValueError("embedded null byte")
        if "=" in key:
            raise ValueError("illegal environment variable name")
        _check_name(key)
        dict.__setitem__(self, key, value)

    def setdefault(self, key, value, /):
        if key not in self:
            self[key] = value
        return self[key]

    def update(self, other=(), /, **more):
        for key, value in dict(other, **more).items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def copy(self):
        return dict(self)

    def __repr__(self):
        return f"environ({dict(self)!r})"


environ = _Environ(_environ())


def getenv(key, default=None):
    """Get an environment variable, return None if it doesn't exist."""
    return environ.get(key, default)


def putenv(key, value, /):
    environ[fsdecode(key)] = fsdecode(value)


def unsetenv(key, /):
    key = fsdecode(key)
    if "\0" in key:
        raise ValueError("embedded null byte")
    _check_name(key)
    environ.pop(key, None)


class _PathLikeType(type):
    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if cls is PathLike:
            return hasattr(subclass, "__fspath__")
        return type.__subclasscheck__(cls, subclass)

    def register(cls, subclass):
        return subclass


class PathLike(metaclass=_PathLikeType):
    """Abstract base class for implementing the file system path protocol."""
    __slots__ = ()

    def __fspath__(self):
        raise NotImplementedError

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


def makedirs(name, mode=0o777, exist_ok=False):
    """Create a leaf directory and all intermediate ones."""
    import posixpath
    head, tail = posixpath.split(name)
    if not tail:
        head, tail = posixpath.split(head)
    if head and tail and not posixpath.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == curdir:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not posixpath.isdir(name):
            raise


def removedirs(name):
    """Remove a leaf directory and all empty intermediate ones."""
    import posixpath
    rmdir(name)
    head, tail = posixpath.split(name)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = posixpath.split(head)


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Directory tree generator."""
    path = __getattr__("path")
    links_are_files = followlinks is _walk_symlinks_as_files
    # Folders to visit, and (from the bottom up) results to yield after their subfolders.
    stack = [fspath(top)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        dirs, files, inner = [], [], []
        try:
            entries = scandir(top)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        for entry in entries:
            try:
                is_dir = entry.is_dir(follow_symlinks=not links_are_files)
            except OSError:
                is_dir = False
            (dirs if is_dir else files).append(entry.name)
            if is_dir and not topdown and (followlinks or not entry.is_symlink()):
                inner.append(entry.path)
        if topdown:
            yield top, dirs, files
            for name in reversed(dirs):
                folder = path.join(top, name)
                if followlinks or not path.islink(folder):
                    stack.append(folder)
        else:
            stack.append((top, dirs, files))
            stack.extend(reversed(inner))


def get_exec_path(env=None):
    return (environ if env is None else env).get("PATH", defpath).split(pathsep)


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """Directory tree generator that also yields a file descriptor of each directory."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    # The remaining actions, innermost last: walk a folder, close its descriptor, or yield it.
    stack = [("walk", dir_fd, top, top, None)]
    is_bytes = isinstance(top, bytes)
    try:
        while stack:
            yield from _fwalk(stack, is_bytes, topdown, onerror, follow_symlinks)
    finally:
        for action, value, *_ in stack:
            if action == "close":
                close(value)


def _fwalk(stack, is_bytes, topdown, onerror, follow_symlinks):
    from stat import S_ISDIR
    path = __getattr__("path")
    action, value, *rest = stack.pop()
    if action == "close":
        close(value)
        return
    if action == "yield":
        yield value
        return
    toppath, topname, entry = rest
    is_root = toppath is topname
    try:
        if not follow_symlinks:
            before = stat(topname, follow_symlinks=False, dir_fd=value) if entry is None else entry.stat(follow_symlinks=False)
        topfd = open(topname, O_RDONLY | O_NONBLOCK, dir_fd=value)
    except OSError as error:
        if is_root:
            raise
        if onerror is not None:
            onerror(error)
        return
    stack.append(("close", topfd))
    if not follow_symlinks:
        if is_root and not S_ISDIR(before.st_mode):
            return
        if not path.samestat(before, stat(topfd)):
            return
    dirs, files, entries = [], [], [] if topdown or follow_symlinks else None
    for entry in scandir(topfd):
        name = fsencode(entry.name) if is_bytes else entry.name
        try:
            if entry.is_dir():
                dirs.append(name)
                if entries is not None:
                    entries.append(entry)
            else:
                files.append(name)
        except OSError:
            # A dangling link, or a file that no longer exists.
            try:
                if entry.is_symlink():
                    files.append(name)
            except OSError:
                pass
    if topdown:
        yield toppath, dirs, files, topfd
    else:
        stack.append(("yield", (toppath, dirs, files, topfd)))
    for name in reversed(dirs):
        stack.append(("walk", topfd, path.join(toppath, name), name, None))


P_WAIT, P_NOWAIT = 0, 1
P_NOWAITO = P_NOWAIT


def _spawn(mode, file, args, env, execute):
    """Starts a program in a child; `execute` becomes it there."""
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    child = fork()
    if not child:
        try:
            execute(file, args) if env is None else execute(file, args, env)
        except BaseException:
            _exit(127)
    if mode == P_NOWAIT:
        return child
    while True:
        _, status = waitpid(child, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Execute file with arguments from args in a subprocess."""
    return _spawn(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """Execute file with arguments from args in a subprocess with the specified environment."""
    return _spawn(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """Execute file (which is looked for along $PATH) with arguments from args in a subprocess."""
    return _spawn(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """Execute file (which is looked for along $PATH) in a subprocess with the specified environment."""
    return _spawn(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """Execute file with arguments from args in a subprocess."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """Execute file with arguments from args in a subprocess with the supplied environment."""
    *args, env = args
    return spawnve(mode, file, args, env)


def spawnlp(mode, file, *args):
    """Execute file (which is looked for along $PATH) with arguments from args in a subprocess."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """Execute file (which is looked for along $PATH) in a subprocess with the supplied environment."""
    *args, env = args
    return spawnvpe(mode, file, args, env)


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
    return _posix_spawn(execve, path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler)


def posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(),
                 setsigdef=(), scheduler=None):
    """Execute the program specified by path, searched for along $PATH, in a new process."""
    return _posix_spawn(execvpe, path, argv, env, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler)


def _posix_spawn(execute, path, argv, env, file_actions, setpgroup, resetids, new_session, mask, defaults, scheduling):
    import signal
    path = fspath(path)
    if not isinstance(argv, (tuple, list)):
        raise TypeError("posix_spawn: argv must be a tuple or list")
    if not argv:
        raise ValueError("posix_spawn: argv must not be empty")
    argv = [fspath(word) for word in argv]
    if not argv[0]:
        raise ValueError("posix_spawn: argv first element cannot be empty")
    if env is None:
        env = environ
    elif not hasattr(env, "keys"):
        raise TypeError("posix_spawn: environment must be a mapping object or None")
    env = {fspath(name): fspath(env[name]) for name in env}
    for name in env:
        if (b"=" if isinstance(name, bytes) else "=") in name[1:]:
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
        if not isinstance(action[1], int):
            raise TypeError("'%s' object cannot be interpreted as an integer" % type(action[1]).__name__)
        if action[0] == POSIX_SPAWN_OPEN and "\0" in fsdecode(action[2]):
            raise ValueError("embedded null byte")
        actions.append(action)
    signals = [*map(int, mask or ())], [*map(int, defaults or ())]
    for number in signals[0] + signals[1]:
        if not 0 < number < signal.NSIG:
            raise ValueError(f"signal number {number} out of range [1; {signal.NSIG - 1}]")
    if scheduling is not None and (not isinstance(scheduling, tuple) or len(scheduling) != 2):
        raise TypeError("scheduler must be a tuple or None")
    if scheduling is not None and not isinstance(scheduling[1], sched_param):
        raise TypeError("must have a sched_param object")
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
            execute(path, argv, env)
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


class _EnvironBytes:
    """`os.environ` with names and values in bytes."""

    def __getitem__(self, key):
        return fsencode(environ[fsdecode(self._bytes(key))])

    def __setitem__(self, key, value):
        environ[fsdecode(self._bytes(key))] = fsdecode(self._bytes(value))

    def __delitem__(self, key):
        del environ[fsdecode(self._bytes(key))]

    def __iter__(self):
        return map(fsencode, [*environ])

    def __len__(self):
        return len(environ)

    def __repr__(self):
        return f"environ({dict(self)!r})"

    @staticmethod
    def _bytes(value):
        if not isinstance(value, bytes):
            raise TypeError(f"bytes expected, not {type(value).__name__}")
        return value


def _environ_bytes():
    from collections.abc import MutableMapping
    return type("_Environ", (_EnvironBytes, MutableMapping), {"__module__": "os"})()


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """Open a file object connected to a file descriptor."""
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def popen(cmd, mode="r", buffering=-1):
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    import subprocess
    pipe = {"stdout": subprocess.PIPE} if mode == "r" else {"stdin": subprocess.PIPE}
    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering, **pipe)
    return _Popen(process.stdout or process.stdin, process)


class _Popen:
    """The stream of a process, which is waited for when it is closed."""

    def __init__(self, stream, process):
        self._stream, self._process = stream, process

    def close(self):
        self._stream.close()
        status = self._process.wait()
        return None if status == 0 else -status if status < 0 else status << 8

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def execle(file, *args):
    """Execute the executable file with the argument list and environment, replacing the current process."""
    *args, env = args
    execve(file, args, env)


def execlpe(file, *args):
    """Execute the executable file, searched for along $PATH, with the environment."""
    *args, env = args
    execvpe(file, args, env)


def execvp(file, args):
    execvpe(file, args, environ)


def execl(file, *args):
    execv(file, args)


def execlp(file, *args):
    execvp(file, args)


def execvpe(file, args, env):
    if "/" in file:
        execve(file, args, env)
    error = FileNotFoundError(2, strerror(2), file)
    for folder in get_exec_path(env):
        try:
            execve(folder + sep + file, args, env)
        except (FileNotFoundError, NotADirectoryError):
            pass
    raise error


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
    return environ.get("LOGNAME") or environ.get("USER") or "root"


def renames(old, new):
    import posixpath
    head, tail = posixpath.split(new)
    if head and tail and not posixpath.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = posixpath.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def getenvb(key, default=None):
    value = environ.get(fsdecode(key))
    return default if value is None else fsencode(value)


def device_encoding(fd):
    return None


supports_bytes_environ = True


def getcwdb():
    """Return a bytes string representing the current working directory."""
    return fsencode(getcwd())


def closerange(fd_low, fd_high, /):
    """Closes all file descriptors in [fd_low, fd_high), ignoring errors."""
    for fd in range(fd_low, fd_high):
        try:
            close(fd)
        except OSError:
            pass


def getloadavg():
    """Return average recent system load information."""
    with fdopen(open("/proc/loadavg", O_RDONLY)) as file:
        return tuple(map(float, file.read().split()[:3]))


def getrandom(size, flags=0):
    """Obtain a series of random bytes."""
    return urandom(size)


def _get_exports_list(module):
    try:
        return list(module.__all__)
    except AttributeError:
        return [name for name in dir(module) if name[0] != "_"]


_built_in(globals(), "WCOREDUMP", "WEXITSTATUS", "WIFCONTINUED", "WIFEXITED", "WIFSIGNALED", "WIFSTOPPED", "WSTOPSIG", "WTERMSIG",
          "abort", "closerange", "device_encoding", "fchmod", "fchown", "forkpty", "fstatvfs", "getcwdb", "getloadavg",
          "getlogin", "getrandom", "posix_spawn", "posix_spawnp", "putenv", "setpgrp", "unsetenv", "wait",
          "waitstatus_to_exitcode")
del _built_in

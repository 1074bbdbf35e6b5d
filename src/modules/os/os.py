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
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0
(EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_NOUSER, EX_NOHOST, EX_UNAVAILABLE, EX_SOFTWARE, EX_OSERR, EX_OSFILE, EX_CANTCREAT,
 EX_IOERR, EX_TEMPFAIL, EX_PROTOCOL, EX_NOPERM, EX_CONFIG) = range(64, 79)
_walk_symlinks_as_files = object()
supports_follow_symlinks = set()
supports_dir_fd = set()
supports_fd = set()


def __getattr__(name):
    if name == "path":
        import posixpath
        globals()["path"] = posixpath
        sys.modules["os.path"] = posixpath
        return posixpath
    raise AttributeError(f"module 'os' has no attribute {name!r}", name=name, obj=sys.modules[__name__])


def __dir__():
    return [*globals(), *({"path"} - globals().keys())]


class _Environ(dict):
    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, str):
                raise TypeError(f"str expected, not {type(text).__name__}")
        dict.__setitem__(self, key, value)

    def copy(self):
        return dict(self)

    def __repr__(self):
        return f"environ({dict(self)!r})"


environ = _Environ(_environ())


def getenv(key, default=None):
    """Get an environment variable, return None if it doesn't exist."""
    return environ.get(key, default)


def putenv(key, value, /):
    environ[key] = value


def unsetenv(key, /):
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
    # Folders to visit, and (from the bottom up) what is to be shown after those inside.
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


WNOHANG, WUNTRACED, WCONTINUED = 1, 2, 8


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


def killpg(pgid, signal, /):
    kill(-pgid, signal)


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


def getenvb(key, default=None):
    value = environ.get(fsdecode(key))
    return default if value is None else fsencode(value)


def device_encoding(fd):
    return None


supports_bytes_environ = True
O_NONBLOCK, O_CLOEXEC, O_SYNC, O_DIRECTORY, O_NOFOLLOW = 2048, 0o2000000, 0o4010000, 0o200000, 0o400000


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


def sched_getaffinity(pid, /):
    """Return the affinity of the process identified by pid (or the current process if zero)."""
    with fdopen(open(f"/proc/{pid or 'self'}/status", O_RDONLY)) as file:
        for line in file:
            if line.startswith("Cpus_allowed_list:"):
                spans = (part.split("-") for part in line.split(":")[1].split(","))
                return {cpu for span in spans for cpu in range(int(span[0]), int(span[-1]) + 1)}
    return set(range(cpu_count()))


def getrandom(size, flags=0):
    """Obtain a series of random bytes."""
    return urandom(size)


def _get_exports_list(module):
    try:
        return list(module.__all__)
    except AttributeError:
        return [name for name in dir(module) if name[0] != "_"]

F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, FD_CLOEXEC = 0, 1, 2, 3, 4, 1
LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8


def lockf(fd, cmd, len=0, start=0, whence=0, /):
    """A wrapper around the fcntl() locking calls: the whole file is locked here."""
    if len or start:
        raise NotImplementedError("fcntl.lockf() of parts of a file is not supported")
    flock(fd, cmd)


def ioctl(fd, request, arg=0, mutate_flag=True, /):
    raise NotImplementedError("fcntl.ioctl() is not supported")

# clock: real
"""The calls of the system in `os`, `termios`, `fcntl`, `resource` and `pty`."""
import os, sys

import tempfile, struct, fcntl, resource, termios, tty, pty, syslog

d = tempfile.mkdtemp()
os.chdir(d)
fd = os.open("f", os.O_RDWR | os.O_CREAT)
print("pwrite", os.pwrite(fd, b"hello world", 0), "pread", os.pread(fd, 5, 6))
a, b = bytearray(3), bytearray(4)
print("preadv", os.preadv(fd, [a, b], 1), a, b)
print("pwritev", os.pwritev(fd, [b"HE", b"LLO"], 0), os.pread(fd, 20, 0))
print("writev", os.writev(fd, [b"ab", b"cd"]))
os.lseek(fd, 0, 0)
print("readv", os.readv(fd, [a, b]), a, b)
g = os.open("g", os.O_RDWR | os.O_CREAT)
print(
    "sendfile", os.sendfile(g, fd, 0, 100), "copy_file_range", os.copy_file_range(fd, g, 4, 0, 20), os.pread(g, 100, 0)
)
os.mkdir("sub")
dirfd = os.open("sub", os.O_RDONLY)
h = os.open("x", os.O_CREAT | os.O_WRONLY, dir_fd=dirfd)
os.close(h)
print(
    "dir_fd",
    os.listdir("sub"),
    os.listdir(dirfd),
    os.stat("x", dir_fd=dirfd).st_size,
    [e.name for e in os.scandir(dirfd)],
)
os.symlink("x", "sub/l")
os.mkdir("sub/deep")
print("fwalk", [(r, sorted(ds), sorted(fs)) for r, ds, fs, _ in os.fwalk(".")])
print("fwalk bottom-up", [(r, sorted(ds), sorted(fs)) for r, ds, fs, _ in os.fwalk(b".", topdown=False)])
print("rename", os.rename("x", "y", src_dir_fd=dirfd, dst_dir_fd=dirfd), sorted(os.listdir("sub")))
try:
    os.stat("nope", dir_fd=dirfd)
except OSError as e:
    print("error", e)
print(
    "spawnl",
    os.spawnl(os.P_WAIT, "/bin/sh", "sh", "-c", "exit 3"),
    "spawnvp",
    os.spawnvp(os.P_WAIT, "sh", ["sh", "-c", "kill -9 $$"]),
)
pid = os.posix_spawn(
    "/bin/sh",
    ["sh", "-c", "echo spawned >&7; exit 4"],
    {"A": "b"},
    file_actions=[(os.POSIX_SPAWN_OPEN, 7, "out", os.O_WRONLY | os.O_CREAT, 0o644)],
)
print("posix_spawn", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), open("out").read())
try:
    os.posix_spawn("/nonexistent", ["x"], os.environ)
except OSError as e:
    print("posix_spawn", e)
pid = os.posix_spawnp("true", ["true"], os.environ)
print("wait4", os.wait4(pid, 0)[1:2])
pid = os.spawnl(os.P_NOWAIT, "/bin/true", "true")
r = os.waitid(os.P_PID, pid, os.WEXITED)
print("waitid", r.si_status, r.si_code == os.CLD_EXITED)
print(
    "sysconf",
    os.sysconf("SC_PAGE_SIZE"),
    os.sysconf("SC_NPROCESSORS_CONF") > 0,
    os.pathconf("/", "PC_NAME_MAX"),
    os.fpathconf(0, "PC_PIPE_BUF"),
    os.confstr("CS_PATH"),
    len(os.sysconf_names),
)
try:
    os.sysconf("SC_NOPE")
except ValueError as e:
    print("sysconf", e)
print(
    "ids",
    os.getresuid() == (os.getuid(),) * 3,
    os.getgrouplist("root", 0),
    os.getpriority(os.PRIO_PROCESS, 0) == os.nice(0),
)
print(
    "sched",
    os.sched_getaffinity(0) == set(os.sched_getaffinity(os.getpid())),
    os.sched_get_priority_max(os.SCHED_FIFO),
    os.sched_getparam(0),
    os.sched_getscheduler(0) == os.SCHED_OTHER,
    os.sched_param(sched_priority=3).sched_priority,
)
m = os.memfd_create("m")
os.write(m, b"mem")
print("memfd", os.pread(m, 3, 0))
e = os.eventfd(3)
print("eventfd", os.eventfd_read(e))
os.eventfd_write(e, 9)
print("eventfd", os.eventfd_read(e))
t = os.timerfd_create(1)
print("timerfd", os.timerfd_settime(t, initial=5, interval=2), os.timerfd_gettime(t)[1])
print("timerfd_ns", os.timerfd_gettime_ns(t)[1])
os.environb[b"BK"] = b"\xff"
print(
    "environb",
    os.environ["BK"].encode("ascii", "backslashreplace") if 0 else ascii(os.environ["BK"]),
    os.environb[b"BK"],
    os.supports_bytes_environ,
    b"BK" in os.environb,
)
print("times", len(os.times()), type(os.times()).__name__)
master, slave = os.openpty()
print("pty", os.ttyname(slave) == os.ptsname(master), os.isatty(slave))
attrs = termios.tcgetattr(slave)
tty.setraw(slave)
raw = termios.tcgetattr(slave)
print(
    "termios", bool(attrs[3] & termios.ECHO), bool(raw[3] & termios.ECHO), raw[6][termios.VMIN], attrs[6][termios.VINTR]
)
termios.tcsetwinsize(slave, (30, 100))
print(
    "winsize",
    termios.tcgetwinsize(master),
    os.get_terminal_size(slave),
    struct.unpack("HHHH", fcntl.ioctl(slave, termios.TIOCGWINSZ, b"\0" * 8)),
)
try:
    termios.tcgetattr(fd)
except termios.error as e:
    print("termios.error", e)
fcntl.lockf(fd, fcntl.LOCK_EX)
fcntl.lockf(fd, fcntl.LOCK_UN, 1, 2)
print("fcntl", fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR, fcntl.fcntl(fd, fcntl.F_GETFD))
print("rusage", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0)
try:
    os.get_terminal_size(fd)
except OSError as e:
    print("size", e)
print("xattr", end=" ")
try:
    os.setxattr("f", "user.a", b"v")
    print(os.getxattr("f", "user.a"), os.listxattr("f"))
except OSError as e:
    print(
        [],
    )
os.utime("f", (1, 2))
print("utime", os.stat("f").st_mtime)
os.utime("f", ns=(-1, 5))
print("utime", os.stat("f").st_mtime_ns, os.stat("f").st_atime_ns)
os.mkfifo("fifo")
os.utime("fifo", (5, 6))
print("utime fifo", os.stat("fifo").st_mtime)
os.mkdir("mode", 0o700)
print("mkdir mode", oct(os.stat("mode").st_mode))
os.chmod(fd, 0o600)
print("chmod fd", oct(os.stat("f").st_mode))
print("access", os.access("f", os.R_OK), os.access("none", os.F_OK), os.makedev(8, 1), os.major(2049), os.minor(2049))
pid, m = pty.fork()
if pid == 0:
    os.write(1, b"from the child")
    os._exit(5)
print("pty.fork", os.read(m, 100), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

"""Arguments that functions of `os` refuse, and with which words."""
import os
import tempfile
import time
import warnings


def attempt(text):
    try:
        print(text, "=", eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)


folder = tempfile.mkdtemp()
os.chdir(folder)
open("file", "w").close()

for text in """
    os.stat(5.5) os.stat(bytearray(b"x")) os.fstat(1.5) os.stat(".",dir_fd="x") os.lstat(1) os.listdir(5.5) os.chdir(5.5)
    os.access(5.5,0) os.mkdir(5) os.rmdir(None) os.open(5,0) os.unlink(5) os.remove(None) os.rename(5,6) os.replace("a",6)
    os.readlink(5) os.symlink(5,6) os.link(5,6) os.scandir(5.5) os.truncate(5.5,1) os.chmod(5.5,1) os.chown(5.5,1,1)
    os.statvfs(5.5) os.pathconf(5.5,"PC_NAME_MAX") os.execv(5,[]) os.execve(5,[],{}) os.utime(5.5) os.mkfifo(5) os.mknod(5)
    os.fspath(5) os.fsencode(5) os.getenv(5) os.path.normpath(5) os.path.exists(5.5)
    os.utime("file",times=(1,2),ns=(1,2)) os.utime("file",times=5) os.utime("file",times=(1,)) os.utime("file",times=[1,2])
    os.utime("file",ns=[1,2]) os.utime("file",times=("a",1)) os.utime("file",ns=(1.5,2)) os.utime("file",ns=None)
    os.major(-2) os.major(2**64) os.minor("a") os.makedev(-2,0) os.makedev(0,2**40) os.major(2**64-1)
    os.register_at_fork(before=5) os.register_at_fork(before=None) os.register_at_fork()
    os.sched_setaffinity(0,[-1]) os.sched_setaffinity(0,[1<<128]) os.copy_file_range(0,1,-10) os.splice(0,1,-10)
    os.pipe2(2**70) os.readv(0,5) os.writev(1,5) os.waitstatus_to_exitcode(0.5) os.waitstatus_to_exitcode(2**70)
    os.close(2**40) os.getrandom(-1) os.urandom(-1) os.setgroups(5) os.eventfd(-1) os.eventfd_write(1,-1)
    os.eventfd_write(1,2**64) os.confstr(1.5) os.sysconf("x") os.DirEntry() type(os.scandir())()
    os.putenv("","x") os.putenv("a=b","x") os.putenv("a\\0","x") os.putenv(5,"x") os.unsetenv("") os.unsetenv(b"\\0")
    os.get_exec_path({"PATH":"a",b"PATH":b"b"}) os.posix_spawn("x",[],{}) os.posix_spawn("x",["x"],5)
    os.posix_spawn("x",["x"],{},setpgroup="j") os.posix_spawn("x",["x"],{},setsigdef=["j"]) os.posix_spawnp("x",5,{})
""".split():
    attempt(text)

for times in ((1.1, 2.2), (0.5, 1000000000.123456789), (-0.25, 1002003000e-9)):
    os.utime("file", times=times)
    found = os.stat("file")
    print("utime", times, found.st_atime_ns, found.st_mtime_ns)

counter = os.eventfd(0)
os.eventfd_write(counter, 2**64 - 2)
print("eventfd", os.eventfd_read(counter))
print("dup2", os.get_inheritable(os.dup2(counter, 40)), os.get_inheritable(os.dup2(counter, 41, inheritable=False)))
print("timerfd", os.get_inheritable(os.timerfd_create(time.CLOCK_REALTIME, flags=os.TFD_NONBLOCK)))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    os.fstat(True)
    next(os.scandir())
    print(*[(warning.category.__name__, str(warning.message).partition(" <")[0]) for warning in caught], sep="\n")

result = os.stat("file")
for action in ("result.parrot = 1", "result.st_mode = 1", "result.st_atime_ns = 1", "del result.parrot"):
    try:
        exec(action)
    except AttributeError as error:
        print(action, error)

entry = next(entry for entry in os.scandir() if entry.name == "file")
kept = entry.stat()
os.remove("file")
print("entry", entry.stat() is kept, entry.is_file())

# clock: real
import asyncio
import os
import signal
import sys
import threading
import time


def child(function):
    """The exit status of a copy of this process that calls the function."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            status = function() or 0
            sys.stdout.flush()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


print("status", child(lambda: 7))
order = []
os.register_at_fork(before=lambda: order.append("before 1"), after_in_child=lambda: order.append("child 1"))
os.register_at_fork(before=lambda: order.append("before 2"), after_in_parent=lambda: order.append("parent 2"))
print("hooks", child(lambda: print("in child", order)), order)
for bad in ({}, {"before": 5}):
    try:
        os.register_at_fork(**bad)
    except TypeError as error:
        print("error", error)


def loop_of_its_own():
    async def main():
        await asyncio.sleep(0.01)
        print("ran in child")
    asyncio.run(main())


print("loop", child(loop_of_its_own))


async def inside():
    def look():
        try:
            asyncio.get_running_loop()
        except RuntimeError as error:
            print("child:", error)
        loop_of_its_own()
    print("from a loop", child(look))
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print("with connections", child(loop_of_its_own))
    print("still there", await reader.read(), asyncio.get_running_loop().is_running())
    writer.close()
    server.close()


asyncio.run(inside())

stop = threading.Event()
others = [threading.Thread(target=stop.wait) for _ in range(2)]
for thread in others:
    thread.start()


def count():
    print("threads", threading.active_count(), threading.current_thread() is threading.main_thread())
    thread = threading.Thread(target=lambda: print("new thread"))
    thread.start()
    thread.join()
    print("dead", [thread.is_alive() for thread in others])


import warnings
warnings.simplefilter("ignore")
print("among threads", child(count))


def from_thread():
    def body():
        print("main in thread", threading.current_thread() is threading.main_thread(), threading.active_count())
    print("forked by a thread", child(body))


thread = threading.Thread(target=from_thread)
thread.start()
thread.join()
stop.set()

caught = []
signal.signal(signal.SIGUSR1, lambda *args: caught.append(args[0]))
read, write = os.pipe()
os.set_blocking(write, False)
signal.set_wakeup_fd(write)
old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
os.kill(os.getpid(), signal.SIGUSR1)
print("blocked", caught, signal.sigpending(), old)
print("wait", signal.sigwait({signal.SIGUSR1}), caught)
print("timed", signal.sigtimedwait({signal.SIGUSR1}, 0.01))
os.kill(os.getpid(), signal.SIGUSR1)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
print("unblocked", caught, os.read(read, 10), signal.set_wakeup_fd(-1) == write)
signal.signal(signal.SIGALRM, lambda *args: caught.append("alarm"))
print("timer", signal.setitimer(signal.ITIMER_REAL, 0.02))
time.sleep(0.2)
print("rang", caught[-1], signal.getitimer(signal.ITIMER_REAL), signal.alarm(100), signal.alarm(0))
import subprocess
print("preexec", subprocess.run([sys.executable, "-c", "import os; print(os.environ['A'])"], env={"A": "1"}, preexec_fn=lambda: os.write(1, b"first\n"), stdout=subprocess.PIPE).stdout)
read, write = os.pipe()
subprocess.run(["sh", "-c", f"echo passed > /proc/self/fd/{write}"], pass_fds=[write])
print("pass_fds", os.read(read, 100))
print("closed", subprocess.run(["sh", "-c", f"echo no > /proc/self/fd/{write}"], stderr=subprocess.DEVNULL).returncode != 0)
for what in (lambda: subprocess.run(["/nonexistent"]), lambda: subprocess.run(["true"], cwd="/nonexistent"), lambda: subprocess.run(["true"], preexec_fn=lambda: 1 / 0)):
    try:
        what()
    except Exception as error:
        print("error", type(error).__name__, error)
master, slave = os.openpty()
print("terminal", os.isatty(master), os.isatty(slave))

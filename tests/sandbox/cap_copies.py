# prints: 11 denied
import _multiprocessing, _posixshmem, mmap, os, select, signal, socket
doors = [
    lambda: os.fork(),
    lambda: os.openpty(),
    lambda: _multiprocessing.SemLock(0, 1, 1, "/hob-test", True),
    lambda: _multiprocessing.SemLock._rebuild(0, 1, 1, "/hob-test"),
    lambda: _multiprocessing.sem_unlink("/hob-test"),
    lambda: _posixshmem.shm_open("/hob-test", os.O_RDWR | os.O_CREAT),
    lambda: _posixshmem.shm_unlink("/hob-test"),
    lambda: mmap.mmap(-1, 1 << 30),
    lambda: mmap.mmap(0, 1),
    lambda: select.epoll(),
    lambda: signal.pthread_sigmask(0, []),
]
denied = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    except Exception as e:
        print("another", type(e), e)
    else:
        print("ESCAPED", found)
print(denied, "denied")

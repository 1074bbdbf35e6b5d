"""A signal interrupts a thread's wait for a lock shortly before another thread releases the lock."""
import os
import signal
import threading
import time

handled = 0


def handle(number, frame):
    global handled
    handled += 1


signal.signal(signal.SIGUSR1, handle)


def release_later(lock, spin):
    os.kill(os.getpid(), signal.SIGUSR1)
    end = time.process_time() + spin
    while time.process_time() < end:
        pass
    lock.release()


for spin in (0, 0.001, 0.006, 0.012, 0.025):
    for _ in range(5):
        lock = threading.Lock()
        lock.acquire()
        thread = threading.Thread(target=release_later, args=(lock, spin))
        thread.start()
        lock.acquire()
        thread.join()
    print(spin, "seconds, signals handled:", handled)

import queue
import threading
import time


def worker(number, jobs):
    while (job := jobs.get()) is not None:
        time.sleep(0.05)
        print("worker", number, "did", job, "as", threading.current_thread().name)
        jobs.task_done()
    print("worker", number, "ends")


jobs = queue.Queue()
threads = [threading.Thread(target=worker, args=(i, jobs), name=f"w{i}") for i in range(2)]
for thread in threads:
    thread.start()
for i in range(4):
    jobs.put(i)
    time.sleep(0.01)
jobs.join()
for thread in threads:
    jobs.put(None)
    time.sleep(0.01)
for thread in threads:
    thread.join()
print("[t.is_alive() for t in threads] =", [t.is_alive() for t in threads])
print("threading.active_count() =", threading.active_count())

bounded = queue.Queue(maxsize=1)
bounded.put("a")
for call in (lambda: bounded.put("b", timeout=0.01), lambda: bounded.put_nowait("c")):
    try:
        call()
    except queue.Full:
        print("full")
print("bounded.get() =", bounded.get())
try:
    bounded.get(timeout=0.01)
except queue.Empty:
    print("empty")

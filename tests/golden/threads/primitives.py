import threading
import time

event = threading.Event()


def waiter():
    print("in time?", event.wait(0.01))
    print("in time?", event.wait(5))


thread = threading.Thread(target=waiter)
thread.start()
time.sleep(0.1)
event.set()
thread.join()

lock = threading.Lock()
count = 0


def increment():
    global count
    for _ in range(2000):
        with lock:
            count += 1


threads = [threading.Thread(target=increment) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("count =", count)
print("lock.locked() =", lock.locked())
print("lock.acquire(blocking=False) =", lock.acquire(blocking=False))
print("lock.acquire(timeout=0.01) =", lock.acquire(timeout=0.01))

barrier = threading.Barrier(3, action=lambda: print("all are here"))
arrived = []


def arrive(number):
    time.sleep(number / 100)
    arrived.append(number)
    barrier.wait()


threads = [threading.Thread(target=arrive, args=(n,)) for n in (2, 1)]
for thread in threads:
    thread.start()
barrier.wait()
print("arrived =", arrived)

condition = threading.Condition()
items = []


def consume():
    with condition:
        condition.wait_for(lambda: len(items) >= 2)
        print("consumed", items)


thread = threading.Thread(target=consume)
thread.start()
for item in "ab":
    time.sleep(0.01)
    with condition:
        items.append(item)
        condition.notify()
thread.join()

semaphore = threading.BoundedSemaphore(1)
with semaphore:
    print("semaphore.acquire(blocking=False) =", semaphore.acquire(blocking=False))
try:
    semaphore.release()
except ValueError as error:
    print(error)

own = threading.local()
own.x = 1


def look():
    print("hasattr(own, \"x\") =", hasattr(own, "x"))
    own.x = 2


thread = threading.Thread(target=look)
thread.start()
thread.join()
print("own.x =", own.x)

threading.Timer(0.05, print, ["timer"]).start()
cancelled = threading.Timer(0.01, print, ["never"])
cancelled.start()
cancelled.cancel()

flag = False


def raise_flag():
    global flag
    time.sleep(0.1)
    flag = True


threading.Thread(target=raise_flag, daemon=True).start()
while not flag:
    pass
print("a busy thread is interrupted")
r = threading.RLock()
with r, r:
    print("entered twice")
try:
    r.release()
except RuntimeError as error:
    print(error)


def deep(n):
    return deep(n + 1)


def recurse():
    try:
        deep(0)
    except RecursionError as error:
        print(error)


thread = threading.Thread(target=recurse, name="recursive")
print(thread)
thread.start()
thread.join()
threading.Thread(target=lambda: (time.sleep(0.05), print("waited for at the end"))).start()
print("end of the program")

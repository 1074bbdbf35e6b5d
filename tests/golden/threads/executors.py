import concurrent.futures as cf
import threading
import time


def slow(n):
    time.sleep(n / 20)
    return n * n


with cf.ThreadPoolExecutor(max_workers=3) as pool:
    futures = {pool.submit(slow, n): n for n in (3, 1, 2)}
    for future in cf.as_completed(futures):
        print("futures[future] =", futures[future])
        print("future.result() =", future.result())
    print("list(pool.map(slow, range(4))) =", list(pool.map(slow, range(4))))
    done, waiting = cf.wait([pool.submit(slow, n) for n in (1, 5)], return_when=cf.FIRST_COMPLETED)
    print("len(done) =", len(done))
    print("len(waiting) =", len(waiting))
    failing = pool.submit(lambda: 1 / 0)
    print(repr(failing.exception()))
    try:
        pool.submit(slow, 4).result(timeout=0.01)
    except TimeoutError:
        print("too slow")
    blocked = [pool.submit(slow, 2) for _ in range(4)]
    print("blocked[-1].cancel() =", blocked[-1].cancel())
    print("blocked[0].cancel() =", blocked[0].cancel())
    print("blocked[-1].cancelled() =", blocked[-1].cancelled())

named = cf.ThreadPoolExecutor(2, thread_name_prefix="named", initializer=lambda: print("initialized"))
print(named.submit(lambda: threading.current_thread().name).result())
named.shutdown(wait=True)
try:
    named.submit(print)
except RuntimeError as error:
    print(error)
future = cf.Future()
future.add_done_callback(lambda f: print("done:", f.result()))
future.set_result(7)
try:
    future.set_result(8)
except cf.InvalidStateError:
    print("set already")

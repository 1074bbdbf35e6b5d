import multiprocessing as mp, os, time
from multiprocessing import Process, Queue, Pool, Value, Array, Lock, Pipe, Manager, cpu_count, current_process
from multiprocessing.pool import ThreadPool
def square(x): return x * x
def add(a, b): return a + b
def worker(q, n):
    for i in range(n): q.put((i, square(i)))
    q.put(None)
def bump(v, lock, arr, i):
    for _ in range(100):
        with lock: v.value += 1
    arr[i] = i * 1.5
def talk(conn):
    conn.send({"got": conn.recv()}); conn.close()
def fail(): raise ValueError("child failed")
def who(_): return current_process().name.split("-")[0]
def boom(x):
    if x == 2: raise KeyError(x)
    return x
class MyProc(Process):
    def __init__(self, n): super().__init__(); self.n = n
    def run(self): print("run", self.n, current_process().name)
if __name__ == "__main__":
    q = Queue(); p = Process(target=worker, args=(q, 3), name="W"); print("p.is_alive(), p.name, p.exitcode =", p.is_alive(), p.name, p.exitcode); p.start()
    while (item := q.get()) is not None: print(item)
    p.join(); print("p.exitcode, p.is_alive(), p.pid > 0 =", p.exitcode, p.is_alive(), p.pid > 0)
    with Pool(3) as pool:
        print("pool.map(square, range(5)) =", pool.map(square, range(5)))
        print("pool.starmap(add, [(1, 2), (3, 4)]) =", pool.starmap(add, [(1, 2), (3, 4)]))
        print("pool.apply(add, (1, 2)) =", pool.apply(add, (1, 2)))
        print("pool.apply_async(square, (9,)).get(timeout=5) =", pool.apply_async(square, (9,)).get(timeout=5))
        print("list(pool.imap(square, range(3))) =", list(pool.imap(square, range(3))))
        print("sorted(pool.imap_unordered(square, range(3))) =", sorted(pool.imap_unordered(square, range(3))))
        try: pool.map(boom, range(4))
        except KeyError as e: print("pool error", e)
    with Pool(1) as pool: print(pool.map(who, range(2)))
    v, lock, arr = Value("i", 0), Lock(), Array("d", 3)
    ps = [Process(target=bump, args=(v, lock, arr, i)) for i in range(3)]
    [p.start() for p in ps]; [p.join() for p in ps]; print("v.value, arr[:], len(arr) =", v.value, arr[:], len(arr))
    a, b = Pipe(); p = Process(target=talk, args=(b,)); p.start(); a.send([1, 2]); print(a.recv()); p.join()
    with Manager() as m:
        d, l = m.dict(), m.list(); d["x"] = 1; l.append(2); print("d, l =", d, l)
    m = MyProc(5); m.start(); m.join()
    print(current_process().name, mp.parent_process(), cpu_count() > 0, mp.get_start_method() in ("fork", "spawn", "forkserver"))
    with ThreadPool(2) as tp: print("tp.map(square, [1, 2]) =", tp.map(square, [1, 2]))
    ctx = mp.get_context("fork"); e = ctx.Event(); p = ctx.Process(target=e.set, daemon=True); p.start(); print("e.wait(2) =", e.wait(2)); p.join()

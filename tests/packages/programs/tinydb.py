"""Documents in a file and in memory by tinydb, caches, queues and locks on SQLite by diskcache."""

from tinydb import Query, TinyDB, where
from tinydb.operations import increment

db = TinyDB("t.json", indent=2)
db.insert_multiple([{"n": i, "t": ["a"] * i} for i in range(4)])
Q = Query()
print(db.search((Q.n > 1) & Q.t.any(["a"])), db.get(Q.n == 0), db.count(Q.t.exists()))
db.update(increment("n"), Q.n == 1)
db.upsert({"n": 9, "z": {"k": 1}}, Q.n == 9)
print(db.search(Q.z.k == 1), db.all())
db.remove(where("n") == 9)
print(open("t.json").read()[:80], len(db), db.tables(), repr(Q.n == 3))
t = db.table("x", cache_size=2)
t.insert({"a": 1})
db.drop_table("x")
db.close()
import diskcache

with diskcache.Cache("dc") as c:
    c["a"] = {"x": [1, 2]}
    c.set("b", b"y" * 100000, tag="t")
    print(
        c["a"],
        len(c["b"]),
        len(c),
        sorted(c),
        c.incr("n", 5),
        c.pop("a"),
        c.get("zz", 3),
        c.evict("t"),
        c.check(),
    )

    @c.memoize()
    def f(x):
        print("call")
        return x * 2

    print(f(2), f(2))
    d = diskcache.Deque(range(5), "dq")
    d.rotate(2)
    print(list(d), d.popleft())
    ix = diskcache.Index("ix", {"k": 1})
    print(dict(ix))
    with diskcache.Lock(c, "l"):
        print("locked")
    with c.transact():
        c["q"] = 1

import sqlite3, datetime
c = sqlite3.connect(":memory:")
c.execute("create table t(a integer primary key, b text, c real, d blob)")
cur = c.execute("insert into t(b,c,d) values(?,?,?)", ("x", 1.5, b"\x00\x01"))
print("row", cur.lastrowid, cur.rowcount, c.in_transaction, c.total_changes)
c.executemany("insert into t(b) values(:b)", [{"b": "y"}, {"b": "z"}])
print("select", c.execute("select * from t").fetchall())
c.rollback()
print("rolled back", c.execute("select count(*) from t").fetchone())
with c:
    c.execute("insert into t(b) values('w')")
try:
    with c:
        c.execute("insert into t(b) values('v')")
        raise KeyError(1)
except KeyError:
    pass
print("with", [r for r in c.execute("select b from t")])
c.row_factory = sqlite3.Row
r = c.execute("select a, b as Bee from t").fetchone()
print("Row", r["bee"], r[0], r.keys(), tuple(r), len(r), r == r, hash(r) == hash(r))
c.row_factory = None
c.create_function("double", 1, lambda x: x * 2, deterministic=True)
print("function", c.execute("select double(21), double('ab')").fetchone())
class Sum:
    def __init__(self): self.n = 0
    def step(self, x): self.n += x
    def finalize(self): return self.n
    def value(self): return self.n
    def inverse(self, x): self.n -= x
c.create_aggregate("mysum", 1, Sum)
print("aggregate", c.execute("select mysum(v) from (select 1 v union all select 5)").fetchone())
c.create_window_function("win", 1, Sum)
print("window", c.execute("select win(v) over (order by v rows between 1 preceding and current row) from (select 1 v union all select 5 union all select 7)").fetchall())
c.create_collation("rev", lambda a, b: (a < b) - (a > b))
print("collation", c.execute("select v from (select 'a' v union all select 'b') order by v collate rev").fetchall())
for sql, args in [("selec", ()), ("select ?", ()), ("select 1; select 2", ()), ("insert into t(a) values(1)", ()), ("select :a", {}), ("select ?", (object(),)), ("select ?", (2**70,)), ("select boom()", ()), ("insert into nope values(1)", ()), ("select 'a\0'", ())]:
    try:
        c.execute(sql, args)
    except Exception as e:
        print("error", type(e).__name__, e, getattr(e, "sqlite_errorname", None), getattr(e, "sqlite_errorcode", None))
c.create_function("boom", 0, lambda: 1 / 0)
try:
    c.execute("select boom()").fetchall()
except sqlite3.OperationalError as e:
    print("error", e)
c.executescript("create table s(x); insert into s values(1); insert into s values(2); -- done\n")
print("dump", list(c.iterdump()))
d = sqlite3.connect(":memory:")
c.commit()
c.backup(d)
print("backup", d.execute("select * from s").fetchall())
data = c.serialize()
f = sqlite3.connect(":memory:")
f.deserialize(data)
print("serialized", f.execute("select * from s").fetchall(), data[:15])
c.execute("create table blobs(b blob)")
c.execute("insert into blobs values(zeroblob(10))")
with c.blobopen("blobs", "b", 1) as blob:
    blob.write(b"hello")
    blob[5] = 33
    blob.seek(0)
    print("blob", blob.read(6), blob[0:3], len(blob), blob.tell())
    blob[0:2] = b"HE"
print("blob", c.execute("select b from blobs").fetchone())
p = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
sqlite3.register_converter("point", lambda b: tuple(map(float, b.split(b";"))))
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return f"{self.x};{self.y}"
p.execute("create table p(p point)")
p.execute("insert into p values(?)", (Point(1, 2),))
cur = p.execute('select p, p as "q [point]" from p')
print("convert", cur.fetchone(), cur.description)
p.text_factory = bytes
print("bytes", p.execute("select 'x'").fetchone())
print("limits", c.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1000), c.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100), c.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH))
print("config", c.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY))
seen = []
d.set_trace_callback(seen.append)
d.execute("select ?", (5,)).fetchall()
print("trace", seen)
d.set_authorizer(lambda action, *names: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_READ else sqlite3.SQLITE_OK)
try:
    d.execute("select x from s")
except sqlite3.DatabaseError as e:
    print("denied", e)
d.set_authorizer(None)
d.set_progress_handler(lambda: 1, 10)
try:
    d.execute("with recursive r(x) as (select 1 union all select x+1 from r limit 100000) select sum(x) from r").fetchall()
except sqlite3.OperationalError as e:
    print("progress", e)
a = sqlite3.connect(":memory:", autocommit=False)
print("autocommit", a.in_transaction, a.autocommit)
a.execute("create table t(x)"); a.rollback()
try:
    a.execute("select * from t")
except sqlite3.OperationalError as e:
    print("error", e)
a.close()
n = sqlite3.connect(":memory:", isolation_level=None)
n.execute("create table t(x)"); n.execute("insert into t values(1)")
print("level", n.in_transaction, n.isolation_level, repr(c.isolation_level))
n.close()
try:
    n.execute("select 1")
except sqlite3.ProgrammingError as e:
    print("error", e)
cur = d.cursor()
d.set_progress_handler(None, 0)
cur.execute("select * from s")
print("many", cur.fetchmany(1), cur.fetchmany(5), cur.fetchone(), list(cur))
print("complete", sqlite3.complete_statement("select 1;"), sqlite3.complete_statement("select"))
print("api", sqlite3.apilevel, sqlite3.paramstyle, sqlite3.threadsafety)
import threading
def other():
    try:
        d.execute("select 1")
    except sqlite3.ProgrammingError as e:
        print("thread", str(e)[:60])
t = threading.Thread(target=other); t.start(); t.join()
for x in (c, d, f, p, a):
    x.close()

# What any thread may ask of a connection.
import threading

shared = sqlite3.connect(":memory:")


def elsewhere():
    for name in ("in_transaction", "total_changes", "isolation_level", "autocommit", "row_factory", "interrupt", "commit", "close"):
        try:
            value = getattr(shared, name)
            print("another thread:", name, value() if callable(value) else value)
        except sqlite3.ProgrammingError as error:
            print("another thread:", name, "refused", "that same thread" in str(error))


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
shared.close()

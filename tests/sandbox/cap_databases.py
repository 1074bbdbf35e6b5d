# prints: 3 rows, 9 denied
import sqlite3
memory = sqlite3.connect(":memory:")
memory.execute("create table t(x)")
memory.executemany("insert into t values(?)", [(1,), (2,), (3,)])
doors = [
    lambda: sqlite3.connect("/tmp/hob-escape.db"),
    lambda: sqlite3.connect(""),
    lambda: sqlite3.connect("file::memory:", uri=True),
    lambda: memory.execute("attach '/tmp/hob-escape.db' as other"),
    lambda: memory.execute("vacuum into '/tmp/hob-escape.db'"),
    lambda: memory.execute("pragma temp_store_directory = '/tmp'"),
    lambda: memory.execute("pragma temp_store = 1"),
    lambda: memory.execute("select load_extension('/tmp/hob-escape.so')"),
    lambda: memory.execute("select readfile('/etc/passwd')"),
]
denied = 0
for door in doors:
    try:
        found = door()
    except (PermissionError, sqlite3.Error):
        denied += 1
    else:
        print("ESCAPED", found)
memory.set_authorizer(lambda *args: 0)
try:
    memory.execute("attach '/tmp/hob-escape.db' as other")
    print("ESCAPED")
except sqlite3.Error:
    pass
print(memory.execute("select count(*) from t").fetchone()[0], "rows,", denied, "denied")

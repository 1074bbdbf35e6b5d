# Files in memory: writing over and behind the end, cutting off, and their errors; rows of sqlite3.
import io
import json
import sqlite3


def case(name, function):
    try:
        result = repr(function())
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f"{name}: {result}")


for kind, text in [(io.BytesIO, b"0123456789"), (io.StringIO, "0123456789")]:
    name, empty = kind.__name__, text[:0]

    def after(*steps):
        file = kind(text)
        for method, *args in steps:
            getattr(file, method)(*args)
        return file.getvalue(), file.tell()

    case(f"{name} over", lambda: after(("seek", 3), ("write", text[:2])))
    case(f"{name} over the end", lambda: after(("seek", 8), ("write", text[:5])))
    case(f"{name} behind the end", lambda: after(("seek", 12), ("write", text[:1])))
    case(f"{name} nothing behind the end", lambda: after(("seek", 12), ("write", empty)))
    case(f"{name} cut off", lambda: after(("seek", 4), ("truncate",)))
    case(f"{name} cut off at a size", lambda: after(("truncate", 3)))
    case(f"{name} cut off below 0", lambda: after(("truncate", -1)))

db = sqlite3.connect(":memory:")
db.row_factory = sqlite3.Row
cursor = db.execute("select 1 as a, 'x' as Bee, 2.5 as a, null as Ä")
row = cursor.fetchone()
for key in ["a", "A", "bee", "BEE", "Ä", "ä", "none", 0, -1, 9, slice(1, 3), 1.5]:
    case(f"row[{key!r}]", lambda: row[key])
case("parts of a row", lambda: (len(row), list(row), row.keys(), tuple(row)))
same = db.execute("select 1 as a, 'x' as Bee, 2.5 as a, null as Ä").fetchone()
other = db.execute("select 1 as b").fetchone()
case("equal rows", lambda: (row == same, row != same, hash(row) == hash(same)))
case("other rows", lambda: (row == other, row == (1,), row != other))
case("order of rows", lambda: row < other)
case("row of no cursor", lambda: sqlite3.Row(3, ()))
case("row of no tuple", lambda: sqlite3.Row(cursor, []))


class Derived(sqlite3.Row):
    pass


db.row_factory = Derived
derived = db.execute("select 7 as n").fetchone()
derived.note = "kept"
case("derived row", lambda: (type(derived).__name__, derived["n"], derived.note))
case("text of rows", lambda: db.execute("select 'é', 'a' || char(0) || 'b'").fetchone()[:])
case("escapes", lambda: json.dumps("é中\U0001f600\x7f\x00\"\\\n"))
case("escapes kept", lambda: json.dumps("é中\x7f\x00", ensure_ascii=False))

# limits: time=500ms heap=256M
# ends: time
import sqlite3
database = sqlite3.connect(":memory:")
try:
    database.execute("with recursive r(x) as (select 1 union all select x + 1 from r) select sum(x) from r").fetchall()
except Exception as e:
    print("caught", e)

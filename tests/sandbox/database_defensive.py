# prints: refused
# prints: writable 0
import sqlite3
database = sqlite3.connect(":memory:")
try:
    database.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, False)
except sqlite3.OperationalError:
    print("refused")
database.execute("pragma writable_schema = 1")
print("writable", *database.execute("pragma writable_schema").fetchone())

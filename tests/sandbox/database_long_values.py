# limits: time=500ms heap=256M
# ends: time
# prints: zeroblob DataError string or blob too big
# prints: like OperationalError LIKE or GLOB pattern too complex
# prints: limits 16777216 50
import sqlite3
database = sqlite3.connect(":memory:")
for category in (sqlite3.SQLITE_LIMIT_LENGTH, sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH):
    database.setlimit(category, 10 ** 9)
print("limits", database.getlimit(sqlite3.SQLITE_LIMIT_LENGTH),
      database.getlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH))
for title, query in [
    ("zeroblob", "select hex(zeroblob(200000000))"),
    ("like", "select hex(zeroblob(3000000)) like '%' || hex(zeroblob(20000)) || 'x'"),
]:
    try:
        database.execute(query).fetchone()
    except sqlite3.Error as error:
        print(title, type(error).__name__, error)
while True:
    database.execute("select length(replace(hex(zeroblob(4000000)), '0', 'ab'))").fetchone()

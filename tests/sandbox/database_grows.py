# limits: heap=64M
# ends: heap memory
import sqlite3
database = sqlite3.connect(":memory:")
database.execute("create table t(x)")
while True:
    database.execute("insert into t values(zeroblob(1000000))")

"""Tables, rows by name, transactions, functions, iteration and errors, over a thread."""
import asyncio
import aiosqlite


async def main():
    async with aiosqlite.connect(":memory:") as db:
        db.row_factory = aiosqlite.Row
        await db.execute("create table t (id integer primary key, name text unique, data blob)")
        await db.executemany("insert into t (name, data) values (?, ?)", [("a", b"1"), ("b", None), ("é", b"3")])
        await db.commit()
        async with db.execute("select * from t order by id") as cursor:
            print("rows:", [tuple(row) async for row in cursor], [column[0] for column in cursor.description])
        row = await (await db.execute("select * from t where name = :n", {"n": "é"})).fetchone()
        print("row:", row["id"], row.keys())
        await db.create_function("twice", 1, lambda x: x * 2)
        print("function:", [r[0] for r in await db.execute_fetchall("select twice(name) from t")])
        try:
            await db.execute("insert into t (name) values ('a')")
        except aiosqlite.IntegrityError as error:
            print("error:", error)
        await db.execute("delete from t")
        await db.rollback()
        print("rolled back:", (await (await db.execute("select count(*) from t")).fetchone())[0])
        print("changes:", db.total_changes, db.in_transaction)
        found = await asyncio.gather(*(db.execute_fetchall("select ?", (n,)) for n in range(4)))
        print("gather:", [rows[0][0] for rows in found])


asyncio.run(main())

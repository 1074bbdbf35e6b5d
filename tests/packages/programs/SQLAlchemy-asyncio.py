"""Asyncio: engines, sessions, lazy attributes, streams, transactions, locks of the pool, errors, over aiosqlite and greenlet.

Needs stand-ins.
"""
import asyncio
import contextvars
import os
from sqlalchemy import ForeignKey, event, func, select, text
from sqlalchemy.exc import IntegrityError, MissingGreenlet, StatementError
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    books: Mapped[list["Book"]] = relationship(back_populates="author", order_by="Book.title")


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="books")


user = contextvars.ContextVar("user", default="nobody")


async def main():
    engine = create_async_engine(f"sqlite+aiosqlite:///{os.path.abspath('books.db')}")
    statements = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *args: statements.append((user.get(), args[2].split()[0])))
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    make = async_sessionmaker(engine, expire_on_commit=False)
    async with make() as session, session.begin():
        session.add_all([Author(name="a", books=[Book(title="x"), Book(title="y")]), Author(name="b", books=[Book(title="z")])])
    async with make() as session:
        for author in await session.scalars(select(Author).order_by(Author.name).options(selectinload(Author.books))):
            print("eager", author.name, [book.title for book in author.books])
    async with make() as session:
        author = await session.scalar(select(Author).where(Author.name == "a"))
        try:
            author.books
        except (MissingGreenlet, StatementError) as error:
            print("lazy", "greenlet_spawn" in str(error))
        print("awaited", [book.title for book in await author.awaitable_attrs.books])
        print("run_sync", await session.run_sync(lambda s: len(s.get(Author, 2).books)))
    async with make() as session:
        session.add(Author(name="a"))
        try:
            await session.commit()
        except IntegrityError as error:
            print("error", type(error.orig).__name__, error.orig)
        await session.rollback()
        print("count", await session.scalar(select(func.count()).select_from(Author)))
    async with engine.connect() as connection:
        result = await connection.stream(select(Book.title).order_by(Book.id))
        print("stream", [title async for (title,) in result])
        nested = await connection.begin_nested()
        await connection.execute(text("delete from book"))
        await nested.rollback()
        print("rolled back", (await connection.execute(select(func.count(Book.id)))).scalar())

    async def add(name):
        user.set(name)
        async with make() as session, session.begin():
            await asyncio.sleep(0)
            author = Author(name=name)
            session.add(author)
            await session.flush()
            return author.id is not None

    statements.clear()
    print("together", await asyncio.gather(*(add(f"n{i}") for i in range(8))))
    print("contexts", sorted(set(statements)))

    async def slow():
        async with engine.connect() as connection:
            await connection.run_sync(lambda c: c.exec_driver_sql("with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000000) select count(*) from n").scalar())

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.05)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    async with AsyncSession(engine) as session:
        print("still works", (await session.execute(select(func.count(Author.id)))).scalar_one())
    await engine.dispose()


asyncio.run(main())

import asyncio
import sqlite3
from pathlib import Path

text = Path("recipe").read_text()


def read(path):
    return open(path)


class Shelf:
    def open(self):
        return self

    def read_text(self):
        return "text"


async def main():
    await asyncio.to_thread(Path("recipe").read_text)
    await asyncio.to_thread(read, "recipe")
    sqlite3.connect(":memory:")
    Path("recipe").exists()
    Shelf().open().read_text()
    shelf = Shelf()
    shelf.read_text()


asyncio.run(main())

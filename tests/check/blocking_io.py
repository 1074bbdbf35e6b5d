import asyncio
import pathlib
import shutil
import sqlite3
import subprocess
from pathlib import Path


class Store:
    def __init__(self, path: Path):
        self.path = path
        self.connection = sqlite3.connect("orders.db")

    async def save(self, text):
        self.path.write_text(text)
        (self.path / "more").write_bytes(b"")
        self.connection.execute("insert into orders values (?)", (text,))
        cursor = self.connection.cursor()
        cursor.execute("select 1")


def read():
    with open("recipe") as recipe:
        return recipe.read()


async def main():
    with open("recipe") as recipe:
        print(recipe.read())
    pathlib.Path("recipe").read_text()
    shutil.copytree("a", "b")
    sqlite3.connect("orders.db")
    subprocess.Popen(["true"])
    read()
    Path.home().open()
    open("quiet")  # noqa: ASYNC230


asyncio.run(main())

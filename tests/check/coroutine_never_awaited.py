import asyncio
from functools import wraps


async def greet(name="you"):
    print("hello", name)


async def main():
    greet()
    greet("Ann") if True else None
    True and greet("Bob")
    kept = greet("Cid")
    shown = greet("Dan")
    print(shown, type(shown), f"{shown}")
    (lambda: 0)()

    async def inner():
        pass

    inner()
    alias = greet
    alias()


class Cook:
    async def prepare(self):
        self.wash()
        Cook.rinse()
        self.helper.wash()

    async def wash(self):
        pass

    @staticmethod
    async def rinse():
        pass

    @classmethod
    async def chop(cls):
        cls.chop()

    def __init__(self):
        self.helper = Helper()


class Helper(Cook):
    async def peel(self):
        self.wash()

        def later():
            self.peel()

        return later


def start():
    greet()


def wrapper():
    return greet()


wrapper()
Cook().prepare()
cook = Cook()
cook.wash()
if __name__ == "__main__":
    main()

import asyncio
import dataclasses
import enum
import functools


class Cook:
    """Somebody who cooks."""

    limit = 3

    def __init__(self, name, *, hungry=False):
        self.name = name
        self._secret = 1

    @property
    def loud(self) -> str:
        raise AssertionError("a property was read")

    @property
    def helper(self) -> "Cook":
        raise AssertionError("a property was read")

    async def prepare(self, dish, minutes: int = 5, /, *sides, salt=True, **rest) -> list:
        """Prepare a dish.

        It takes a while.
        """

    @classmethod
    def hire(cls, name) -> "Cook":
        pass

    @staticmethod
    def rest(hours=8):
        pass


class Sly:
    def __getattr__(self, name):
        raise AssertionError("__getattr__ was called")

    def __dir__(self):
        raise AssertionError("__dir__ was called")

    def visible(self):
        pass


class Slotted:
    __slots__ = ("left", "right")


@dataclasses.dataclass
class Dish:
    title: str
    price: float = 1.5
    tags: list = dataclasses.field(default_factory=list)


class Color(enum.Enum):
    RED = 1
    GREEN = 2


def wrapped(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@wrapped
def serve(guests, table=None):
    """Serve the guests."""


cook = Cook("Ada")
sly = Sly()
slotted = Slotted()
slotted.left = 1
pantry = {"flour": cook, "sugar cane": 2, 'it"s': 3, 7: "seven"}
cooks = [cook, sly]
pair = (1, cook)
serve_two = functools.partial(serve, 2)

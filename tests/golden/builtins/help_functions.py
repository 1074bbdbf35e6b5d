# help() of functions and methods.
import functools


class Cook:
    """Somebody who cooks."""

    def __init__(self, name):
        "Make one."

    def cook(self, dish, /, minutes: int = 5, *sides, salt=True, **rest) -> list:
        """Cook a dish.

            Indented more.

        The end.
        """

    @property
    def mood(self):
        "How it goes."

    @classmethod
    def hire(cls, name="Ada"):
        pass

    @staticmethod
    def rest():
        pass

    async def serve(self, *, table: "str | None" = None):
        "Serve it."


def plain(a, b=[1, "x"], *, c=None, d=-1.5):
    """	A tab
	in front."""


async def wait(): "Wait."


async def numbers(*args):
    yield 1


@functools.wraps(plain)
def wrapper(*args):
    pass


add = lambda x, y=2: x + y

for thing in (plain, wait, numbers, wrapper, add, Cook.cook, Cook("x").cook, Cook.hire, Cook("x").hire, Cook.rest,
              Cook("x").serve, Cook.mood, Cook.__init__, len, [].append, list.append, "".join, abs):
    help(thing)

help("len")
help("no.such.thing")

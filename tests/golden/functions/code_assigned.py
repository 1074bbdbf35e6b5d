"""A function's `__code__` is assigned: later calls run the new code, running frames keep theirs."""

import asyncio
import gc
import sys
import traceback
import warnings


def one(a, b=2):
    return "one", a, b


def two(a, b=3, *rest):
    local = a
    return "two", local, b, rest


one.__code__ = two.__code__
print("new code:", one(1), one(1, 5, 6))
print("keeps name and defaults:", one.__name__, one.__defaults__, one.__code__.co_name)


# A call that is running goes on in the old code, with its names, constants and globals.
LABEL = "global"


def running(n):
    before = "old local"
    if n:
        running.__code__ = other.__code__
        gc.collect()
        print("inner call:", running(0))
    print("outer goes on:", before, LABEL, sorted(locals()))
    frame = sys._getframe()
    print("frame code:", frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)
    return before


def other(n):
    after = "new local"
    return after


running(1)
print("next call:", running(0))


# Generators, coroutines and tracebacks keep the code that they began with.
def numbers():
    first = 1
    yield first
    second = first + 1
    yield second


def letters():
    yield "a"
    yield "b"


held = numbers()
print("generator:", next(held))
numbers.__code__ = letters.__code__
print("generator goes on:", next(held), held.gi_code.co_name, sorted(held.gi_frame.f_locals))
print("new generator:", list(numbers()))


async def wait():
    await asyncio.sleep(0)
    return "old coroutine"


async def quick():
    return "new coroutine"


async def main():
    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    wait.__code__ = quick.__code__
    print("coroutines:", await task, await wait())


asyncio.run(main())


def fails():
    fails.__code__ = succeeds.__code__
    return 1 / 0


def succeeds():
    return "no failure"


try:
    fails()
except ZeroDivisionError as error:
    entry = traceback.extract_tb(error.__traceback__)[-1]
    print("traceback:", entry.name, entry.line)
print("then:", fails())


# Methods and constructors that are already cached at a call.
class Point:
    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x

    @property
    def twice(self):
        return 2 * self.x

    def __add__(self, other):
        return "old sum"

    def __bool__(self):
        return True


def init(self, x):
    self.x = -x


def get(self):
    return "new get", self.x


def thrice(self):
    return 3 * self.x


def added(self, other):
    return "new sum"


def falsy(self):
    return False


def use(point):
    return Point(4).x, point.get(), point.twice, point + 1, bool(point)


point = Point(1)
for _ in range(3):
    use(point)
print("before:", use(point))
Point.__init__.__code__ = init.__code__
Point.get.__code__ = get.__code__
Point.twice.fget.__code__ = thrice.__code__
Point.__add__.__code__ = added.__code__
Point.__bool__.__code__ = falsy.__code__
print("after:", use(point))


# Closures: the number of free variables must stay.
def outer(value):
    def inner():
        return "inner", value

    def replacement():
        return "replacement", value

    def pair():
        return value, outer

    return inner, replacement


inner, replacement = outer(7)
inner.__code__ = replacement.__code__
print("closure:", inner())
for name, code in [("too few", one.__code__), ("not code", 3), ("none", None)]:
    try:
        inner.__code__ = code
    except (TypeError, ValueError) as error:
        print(name + ":", type(error).__name__, error)
try:
    del inner.__code__
except (TypeError, AttributeError) as error:
    print("deleted:", type(error).__name__)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    inner.__code__ = replacement.__code__
    one.__code__ = letters.__code__
    print("another nature:", [str(w.message) for w in caught], list(one()))

# A variant by `replace`, many times; and back.
def answer():
    return 42


original = answer.__code__
for n in range(300):
    answer.__code__ = original.replace(co_name=f"answer_{n}")
print("replaced name:", answer(), answer.__code__.co_name)
answer.__code__ = original
print("original again:", answer())

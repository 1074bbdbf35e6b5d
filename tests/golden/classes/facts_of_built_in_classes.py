# What programs can do with built-in classes and their instances.
import asyncio
import collections
import contextvars
import copy
import datetime
import decimal
import functools
import io
import itertools
import operator
import os
import pickle
import re
import struct
import threading
import time
import types
import typing
import weakref


def says(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class OfInt(int):
    pass


class OfTuple(tuple):
    pass


class OfBytes(bytes):
    pass


class OfList(list):
    pass


class OfStr(str):
    pass


objects = {
    "function": says, "lambda's code": says.__code__, "type": int, "module": re, "set": {1}, "frozenset": frozenset(),
    "deque": collections.deque(), "OrderedDict": collections.OrderedDict(), "defaultdict": collections.defaultdict(),
    "pattern": re.compile("a"), "match": re.match("a", "a"), "partial": functools.partial(int), "lock": threading.Lock(),
    "iterator": iter([]), "set iterator": iter({1}), "str iterator": iter("a"), "zip": zip(), "map": map(int, ()),
    "enumerate": enumerate(()), "chain": itertools.chain(), "tee": itertools.tee(())[0], "reversed": reversed([1]),
    "callable iterator": iter(int, 1), "date": datetime.date(2024, 1, 1), "delta": datetime.timedelta(1),
    "Decimal": decimal.Decimal(1), "decimal context": decimal.Context(), "itemgetter": operator.itemgetter(1),
    "BytesIO": io.BytesIO(), "StringIO": io.StringIO(), "Struct": struct.Struct("i"), "namespace": types.SimpleNamespace(),
    "union": int | str, "alias": list[int], "TypeVar": typing.TypeVar("T"), "cell": types.CellType(1),
    "context": contextvars.Context(), "context variable": contextvars.ContextVar("v"),
    "token": contextvars.ContextVar("v").set(1), "bytearray": bytearray(),
    "memoryview": memoryview(b""), "slot wrapper": int.__add__, "method descriptor": str.join, "exception": ValueError(),
    "group": ExceptionGroup("", [ValueError()]), "asyncio error": asyncio.QueueEmpty(), "queue": asyncio.Queue(),
    "event": asyncio.Event(), "int's": OfInt(), "tuple's": OfTuple(), "bytes'": OfBytes(), "list's": OfList(),
    "str's": OfStr(), "struct_time": time.gmtime(0), "stat": os.stat("."), "generator": (x for x in ()),
}
for name, value in objects.items():
    print(name, "| weakly:", says(lambda: type(weakref.ref(value)).__name__))
    print(name, "| hash:", says(lambda: type(hash(value)).__name__))

for owner, name in [
    (collections, "deque"), (operator, "itemgetter"), (operator, "attrgetter"), (operator, "methodcaller"), (re, "Pattern"),
    (asyncio, "Queue"), (asyncio, "Event"), (asyncio, "Lock"), (asyncio, "TaskGroup"), (asyncio, "Task"),
    (asyncio, "Future"), (time, "struct_time"), (os, "stat_result"), (types, "SimpleNamespace"), (datetime, "date"),
    (decimal, "Decimal"), (io, "BytesIO"), (threading, "Lock"), (contextvars, "Context"), (functools, "partial"),
]:
    cls = getattr(owner, name)

    def marked():
        cls.mark = 1
        del cls.mark
        return "yes"

    print(name, "| can be changed:", says(marked)[:9], "| derived from:", says(lambda: type("X", (cls,), {}).__name__)[:9])


async def patched():
    put = asyncio.Queue.put_nowait

    def counted(self, item):
        print("puts", item)
        put(self, item)

    asyncio.Queue.put_nowait = counted
    try:
        queue = asyncio.Queue()
        queue.put_nowait(1)
        queue.put_nowait(2)
        print("gets", await queue.get(), queue.get_nowait())
    finally:
        asyncio.Queue.put_nowait = put
    queue.put_nowait(3)
    print("size after", queue.qsize())


asyncio.run(patched())

queue = collections.deque("abcd")
for name, iterator in {"forth": iter(queue), "back": reversed(queue), "ended": iter(collections.deque())}.items():
    next(iterator, None)
    twin = copy.copy(iterator)
    print("deque", name, list(twin), list(iterator), list(twin))
iterator = iter(queue)
next(iterator)
print("pickled", list(pickle.loads(pickle.dumps(iterator))), operator.length_hint(iterator))

for function in (len, print, os.getcwd, time.time, abs, globals):
    print(function.__name__, "belongs to", function.__self__.__name__ if function is not os.getcwd else "its module")
for text in (len, abs, globals, hash, repr, sorted, operator.add, id, callable, chr):
    print(text.__name__, text.__text_signature__)
print("method's module:", says(lambda: str.join.__module__), says(lambda: int.__add__.__module__), "".join.__module__)


class Error(Exception):
    __slots__ = ("detail",)


error = Error("text")
print("slot of an exception:", type(Error.detail).__name__, says(lambda: error.detail))
error.detail, error.other = 1, 2
print("set:", error.detail, error.other)
print("places:", [bool(c.__dictoffset__) for c in (int, dict, OfInt, Error, type, collections.OrderedDict)],
      [bool(c.__weakrefoffset__) for c in (int, set, OfInt, OfList, Error, type, list)])

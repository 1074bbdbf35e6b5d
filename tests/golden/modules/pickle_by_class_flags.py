"""Classes that copyreg takes apart by their flags: generic ones, and those derived from classes of modules."""

import array
import collections
import copyreg
import datetime
import functools
import io
import itertools
import operator
import pickle
import re
import typing

T = typing.TypeVar("T")
HEAP_TYPE = 1 << 9


class Box(typing.Generic[T]):
    def __init__(self, content):
        self.content = content

    def __repr__(self):
        return f"{type(self).__name__}({self.content!r})"


class Small(Box[int]):
    pass


class Slotted(typing.Generic[T]):
    __slots__ = ("content",)

    def __init__(self, content):
        self.content = content

    def __getstate__(self):
        return self.content

    def __setstate__(self, content):
        self.content = content


class Names(collections.deque, typing.Generic[T]):
    pass


for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    for value in (Box([1, 2]), Small(3), Names("ab")):
        print("protocol", protocol, value, "=", pickle.loads(pickle.dumps(value, protocol)))
    print("protocol", protocol, "slots =", pickle.loads(pickle.dumps(Slotted(5), protocol)).content)
print("reduced =", Box(1).__reduce_ex__(1) == (copyreg._reconstructor, (Box, object, None), {"content": 1}))

for name, kind in {
    "int": int, "object": object, "Exception": Exception, "function": type(lambda: 0), "Box": Box,
    "Generic": typing.Generic, "TypeVar": typing.TypeVar, "deque": collections.deque,
    "OrderedDict": collections.OrderedDict, "date": datetime.date, "partial": functools.partial,
    "BytesIO": io.BytesIO, "chain": itertools.chain, "itemgetter": operator.itemgetter, "array": array.array,
    "Pattern": re.Pattern,
}.items():
    print(name, "is made at run time =", bool(kind.__flags__ & HEAP_TYPE))

# Built-in classes that take type arguments.
import array
import asyncio
import collections
import contextvars
import functools
import os
import queue
import re
import types

for cls in (
    list, dict, tuple, set, frozenset, type, enumerate, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, types.MappingProxyType,
    contextvars.ContextVar, contextvars.Token, asyncio.Future, asyncio.Task, asyncio.Queue, queue.Queue, re.Pattern, re.Match, array.array,
    collections.deque, collections.defaultdict, collections.OrderedDict, collections.Counter, functools.partial, functools.cached_property,
):
    alias = cls[int]
    print(cls.__name__, alias, alias.__origin__ is cls, alias.__args__)
for cls in (int, str, bytes, range, slice, types.FunctionType, types.ModuleType, contextvars.Context):
    try:
        print(cls.__name__, cls[int])
    except TypeError as error:
        print(cls.__name__, error)

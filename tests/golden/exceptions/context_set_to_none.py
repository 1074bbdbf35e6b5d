"""`__context__` that a program sets to None stays None, whatever the exception passes through."""
from contextlib import contextmanager, ExitStack
class M(Exception): pass
def gen():
    try: yield
    except BaseException:
        exc=M()
        try: raise exc
        finally: exc.__context__=None
g=gen(); next(g)
try:
    try: raise IndexError
    except IndexError as e: g.throw(e)
except M as e: print("throw", repr(e.__context__))
cm=contextmanager(gen)
try:
    with cm(): raise IndexError
except M as e: print("cm", repr(e.__context__))
try:
    with ExitStack() as s:
        s.enter_context(cm()); raise IndexError
except M as e: print("stack", repr(e.__context__))
@contextmanager
def both():
    with ExitStack() as s:
        s.enter_context(cm()); yield s
try:
    with both(): raise IndexError
except M as e: print("both", repr(e.__context__))
class X:
    def __enter__(self): pass
    def __exit__(self,*a):
        exc=M()
        try: raise exc
        finally: exc.__context__=None
try:
    with X(): raise IndexError
except M as e: print("exit", repr(e.__context__))
def h():
    exc=M()
    try: raise exc
    finally: exc.__context__=None
try:
    try: raise IndexError
    except IndexError: h()
except M as e: print("nested", repr(e.__context__))
try:
    try: raise IndexError
    finally: h()
except M as e: print("finally", repr(e.__context__))


# What native code raises from a handler has a context, also if it was raised before.
import asyncio
import json.decoder


async def stored():
    future = asyncio.get_running_loop().create_future()
    error = ValueError("stored")
    try:
        raise error
    except ValueError:
        pass
    future.set_exception(error)
    try:
        raise KeyError("outer")
    except KeyError:
        try:
            future.result()
        except ValueError as caught:
            print("result", repr(caught.__context__))


asyncio.run(stored())


def fail(item):
    raise ValueError(item)


try:
    try:
        raise KeyError("outer")
    except KeyError:
        list(map(fail, [1]))
except ValueError as error:
    print("map", repr(error.__context__))
try:
    try:
        raise KeyError("outer")
    except KeyError:
        [].pop()
except IndexError as error:
    print("native", repr(error.__context__))
for text in ('abc"', r'a\u00e9\ud83d\ude00"', r'\u12"', r'\u0x12"'):
    try:
        print("scanstring", json.decoder.py_scanstring(text, 0))
    except ValueError as error:
        print("scanstring", error)

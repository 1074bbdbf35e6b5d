"""Functions of modules that CPython has in C are built-in functions: no attribute of a class turns them into methods."""
import cmath
import codecs
import faulthandler
import os
import pickle
import signal
import sqlite3
import types
import zlib


class Holder:
    sqrt = cmath.sqrt
    close = cmath.isclose
    status = os.WEXITSTATUS
    spawn = os.posix_spawn
    compress = zlib.compress
    decode = codecs.decode
    alarm = signal.alarm
    enabled = faulthandler.is_enabled
    adapt = sqlite3.adapt


holder = Holder()
print(holder.sqrt(-4), holder.close(1, 1.5, abs_tol=1), holder.status(256), holder.decode(b"a", "ascii"), holder.enabled())
print(zlib.decompress(holder.compress(b"abc", level=9)))
for name, value in vars(Holder).items():
    if not name.startswith("__"):
        print(name, type(value) is types.BuiltinFunctionType, value.__name__, getattr(holder, name) is value)
for name, call in {
    "none": lambda: cmath.sqrt(),
    "two": lambda: cmath.sqrt(1, 2),
    "name": lambda: cmath.sqrt(z=1),
    "text": lambda: cmath.sqrt("1"),
}.items():
    try:
        call()
    except TypeError as error:
        print(name, error)
print(pickle.loads(pickle.dumps(cmath.sqrt)) is cmath.sqrt, cmath.sqrt)
try:
    cmath.sqrt.attribute = 1
except AttributeError as error:
    print(error)

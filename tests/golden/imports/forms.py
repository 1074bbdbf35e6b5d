import _helper
import _helper as h
from _helper import greet, VALUE as v
from _package import inner
from _package.inner import deep, _private
import _package.inner as pi
import _package.sub.leaf

print(_helper is h, greet("you"), v, _helper.VALUE, inner.name, deep(), _private, pi is inner)
print(_package.sub.leaf.where, _package.__name__, _package.sub.leaf.__name__, _package.loaded)
from _star import *

print("public =", public)
print("also_public =", also_public)
print("\"hidden\" in globals() =", "hidden" in globals())
print("\"_under\" in globals() =", "_under" in globals())
import sys

print("_helper" in sys.modules, sys.modules["_helper"] is h, h.__name__, h.count())
import _helper

print(h.count(), type(h).__name__, "greet" in dir(h))


def local_import():
    import math as m
    from os.path import join

    return m.sqrt(16), join("a", "b")


print("local_import() =", local_import())
for bad in ("import nothing_here", "from _helper import nothing", "import _helper.sub", "from _package import nope", "from . import x", "import _broken", "from _package.inner import zzz"):
    try:
        exec(bad)
    except Exception as error:
        print(type(error).__name__, str(error).split(" (")[0])
print(__name__, _package.sub.leaf.sibling)

"""Messages about arguments that do not fit built-in functions, and what cannot be called."""

import itertools
import struct
import sys
import types


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as error:
        print(type(error).__name__, error)


class Plain:
    pass


show(ImportError, 1, namez=3)
show(ImportError, name=1, path=2, name_from=3, other=4)
show(AttributeError, nam=1)
show(min, 1, 2, key=3, default=4, other=3)
show(min, 1, 2, other=3)
show(itertools.product, 0, repeat=1, other=2)
show(print, 0, sep="", end="", file=sys.stdout, flush=True, other=5)
show(round, 1, ndigits=1, other=5)
show(int.from_bytes, b"a", "little", 3)
show(int.from_bytes, b"a", "little", 3, 4)
show(int.from_bytes, bytes=1, byteorder=2, signed=3, other=4)
show(Plain, 1)
show(Plain().__init__, 1)
show(object.__init__, Plain(), 1)
show(type.__new__, type)
show(type("Meta", (type,), {}), "a")
show(type, "a\0b", (), {})
show(type, "a\udcdcb", (), {})
show(type, "A", (), {"__doc__": "x\udcdc"})
code = (lambda: 0).__code__
show(types.FunctionType, code, {}, 5)
show(types.FunctionType, code, {}, "n", 5)
show(types.FunctionType, code, {}, "n", (), 5)
show(types.SimpleNamespace, 1, 2)
show(types.SimpleNamespace, {1: 2})
show(types.SimpleNamespace, [("a", 3)], b=4)
show(sys._is_interned, 1)
show(eval, "print(**show)")
show(eval, "show(**show)")
show(eval, "none(**show)", {"none": None, "show": show})
show(eval, "[].append(*1)")
module = types.ModuleType("mod")
show(module)
module.mod = show
show(module)
print(types.ModuleType.__new__(types.ModuleType))

import importlib
import sys
import types

if __name__ == "__main__":
    print("run as a program")
m = importlib.import_module("_helper")
print(m.VALUE)
made = types.ModuleType("made", "doc")
made.x = 5
sys.modules["made"] = made
import made as again

print(again.x, made.__doc__, made.__name__, repr(made))
m.VALUE = 1
from _helper import VALUE

print(VALUE)
del sys.modules["_helper"]
import _helper

print(_helper is m, _helper.VALUE, m.VALUE)
print(__import__("_helper") is _helper, sys.modules["__main__"].m is m)
print(m.__getattribute__("VALUE"), hasattr(m, "__file__"))
try:
    m.nothing
except AttributeError as error:
    print(error)

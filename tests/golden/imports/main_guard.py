import importlib
import sys
import types

if __name__ == "__main__":
    print("run as a program")
m = importlib.import_module("_helper")
print("m.VALUE =", m.VALUE)
made = types.ModuleType("made", "doc")
made.x = 5
sys.modules["made"] = made
import made as again

print(again.x, made.__doc__, made.__name__, repr(made))
m.VALUE = 1
from _helper import VALUE

print("VALUE =", VALUE)
del sys.modules["_helper"]
import _helper

print("_helper is m =", _helper is m)
print("_helper.VALUE =", _helper.VALUE)
print("m.VALUE =", m.VALUE)
print("__import__(\"_helper\") is _helper =", __import__("_helper") is _helper)
print("sys.modules[\"__main__\"].m is m =", sys.modules["__main__"].m is m)
print("m.__getattribute__(\"VALUE\") =", m.__getattribute__("VALUE"))
print("hasattr(m, \"__file__\") =", hasattr(m, "__file__"))
try:
    m.nothing
except AttributeError as error:
    print(error)

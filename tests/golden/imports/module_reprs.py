# How modules show themselves.
import sys
import types
from importlib.machinery import ModuleSpec


class Loader:
    def __repr__(self):
        return "a loader"


def module(**names):
    made = types.ModuleType("made")
    vars(made).update(names)
    return made


print("built in:", sys)
print("bare:", module())
print("file:", module(__file__="some/file.py"))
print("loader:", module(__loader__=Loader()))
print("loader and file:", module(__loader__=Loader(), __file__="f.py"))
print("spec:", module(__spec__=ModuleSpec("other", None)))
print("spec with a loader:", module(__spec__=ModuleSpec("other", Loader())))
print("spec with an origin:", module(__spec__=ModuleSpec("other", Loader(), origin="somewhere")))
nameless = module()
del nameless.__name__
print("nameless:", nameless)
empty = types.ModuleType.__new__(types.ModuleType)
try:
    empty.missing
except AttributeError as error:
    print("empty:", error)

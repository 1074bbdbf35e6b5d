# update() from a dict that changes meanwhile, and a module's names when they are gone.
import types


class Clearing:
    def __hash__(self):
        return 0

    def __eq__(self, other):
        source.clear()
        return False


source = dict.fromkeys(range(1, 100), 0)
source[Clearing()] = 0
target = {Clearing(): 0, 1: 1}
try:
    target.update(source)
except RuntimeError as error:
    print("update:", error)

module = types.ModuleType("foo")
module.__annotations__ = {}
del module.__annotations__
try:
    del module.__annotations__
except AttributeError as error:
    print("deleted twice:", error)


class Loader:
    def __repr__(self):
        return "<loader>"


del module.__name__
print(module)
module.__loader__ = Loader()
print(module)
module.__file__ = "/tmp/foo.py"
print(module)
print(types.ModuleType.__new__(types.ModuleType))

# Instances of which built-in types can be referred to weakly, and `__weakref__` in `__slots__`.
import collections
import types
import weakref


def possible(make):
    try:
        weakref.ref(make())
        return True
    except TypeError as error:
        return str(error)


def g():
    yield


class Named: pass


for name, make in [
    ("int", int), ("str", str), ("exception", lambda: ValueError("x")), ("dict", dict), ("list", list),
    ("set", set), ("frozenset", lambda: frozenset([1])), ("object", object), ("tuple", tuple), ("deque", collections.deque),
    ("OrderedDict", collections.OrderedDict), ("module", lambda: types.ModuleType("x")), ("function", lambda: g),
    ("generator", lambda: g()), ("class", lambda: Named), ("classmethod", lambda: classmethod(g)), ("staticmethod", lambda: staticmethod(g)),
    ("property", property), ("super", lambda: super(Named, Named())), ("mappingproxy", lambda: types.MappingProxyType({})),
    ("list iterator", lambda: iter([1])), ("dict iterator", lambda: iter({})), ("dict keys", lambda: {}.keys()), ("range iterator", lambda: iter(range(3))),
    ("code", lambda: g.__code__), ("bound method", lambda: weakref.WeakSet().add),
]:
    print(name, possible(make))


def slots(base):
    try:
        made = type(base.__name__.title() + "Sub", (base,), {"__slots__": ("__weakref__",)})
        return possible(made)
    except TypeError as error:
        return str(error)


for base in [Exception, OSError, KeyError, dict, list, set, object, float, Named]:
    print("slot below", base.__name__, slots(base))

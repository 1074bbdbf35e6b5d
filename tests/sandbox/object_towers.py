# limits: instructions=100000000 heap=256M
# prints: no overflow
import itertools, functools, types, collections
def attempt(name, make, use):
    try:
        tower = make()
        use(tower)
    except (RecursionError, TypeError, ValueError, MemoryError, AttributeError):
        pass
N = 10000
def tower(wrap, start):
    def make():
        made = start()
        for _ in range(N):
            made = wrap(made)
        return made
    return make
for name, wrap, start, use in [
    ("proxy", types.MappingProxyType, dict, len),
    ("proxy", types.MappingProxyType, dict, lambda p: p == {}),
    ("partial", functools.partial, lambda: int, lambda p: p()),
    ("partial", lambda p: functools.partial(lambda q: q(), p), lambda: int, lambda p: p()),
    ("bound", lambda f: types.MethodType(f, 1), lambda: print, lambda p: p == p),
    ("method", lambda f: types.MethodType(f, 1), lambda: abs, lambda p: hash(p)),
    ("static", staticmethod, lambda: int, lambda p: p()),
    ("class", classmethod, lambda: int, lambda p: p.__get__(1)),
    ("alias", lambda t: list[t], lambda: int, repr),
    ("alias", lambda t: list[t], lambda: int, hash),
    ("alias", lambda t: t | None, lambda: list[int], repr),
    ("property", lambda p: property(p), lambda: None, repr),
    ("slice", lambda s: slice(s), lambda: 1, lambda s: s == slice(s)),
    ("range", lambda s: memoryview(s), lambda: b"abc", bytes),
    ("cell", lambda s: types.CellType(s), lambda: 1, lambda c: c == types.CellType(c)),
    ("dictview", lambda d: {1: d}.values(), lambda: 1, repr),
    ("frozenset", lambda s: frozenset([s]), lambda: 1, repr),
    ("counter", lambda s: collections.ChainMap(s), dict, len),
    ("namespace", lambda s: types.SimpleNamespace(a=s), lambda: 1, repr),
    ("namespace", lambda s: types.SimpleNamespace(a=s), lambda: 1, lambda s: s == types.SimpleNamespace(a=s.a)),
    ("deque", lambda s: collections.deque([s]), lambda: 1, repr),
    ("exception", lambda s: ValueError(s), lambda: 1, str),
    ("group", lambda s: ExceptionGroup("g", [s]), lambda: ValueError(), repr),
    ("group", lambda s: ExceptionGroup("g", [s]), lambda: ValueError(), lambda g: g.split(KeyError)),
    ("ref", lambda s: functools.cached_property(s), lambda: 1, repr),
    ("wraps", lambda f: functools.lru_cache(f), lambda: int, lambda f: f()),
    ("single", lambda f: functools.cmp_to_key(f), lambda: 1, lambda f: f(1) < f(2)),
]:
    attempt(name, tower(wrap, start), use)
print("no overflow")

# limits: instructions=100000000 heap=256M time=100000ms
# prints: dropped
import itertools, functools, types, collections, weakref
N = 30000
def gen(inner):
    yield from inner
async def chain(inner):
    await inner
class Node:
    def __init__(self, next):
        self.next = next
class Slotted:
    __slots__ = "next"
    def __init__(self, next):
        self.next = next
for wrap in (lambda x: [x], lambda x: (x,), lambda x: {1: x}, Node, Slotted, gen,
             lambda x: iter([x]), lambda x: map(x, [x]), lambda x: functools.partial(print, x),
             lambda x: types.SimpleNamespace(a=x), lambda x: collections.deque([x]), lambda x: lambda: x,
             lambda x: types.MethodType(print, x), lambda x: slice(x), lambda x: property(x),
             lambda x: ValueError(x), lambda x: types.CellType(x), lambda x: itertools.repeat(x),
             lambda x: collections.defaultdict(None, a=x),
             lambda x: collections.OrderedDict(a=x), lambda x: staticmethod(x), lambda x: functools.lru_cache(lambda: x),
             lambda x: types.MappingProxyType({1: x}), lambda x: {1: x}.values(), lambda x: iter({1: x}.items()),
             lambda x: enumerate([x]), lambda x: reversed([x]), lambda x: zip([x])):
    tower = 0
    for _ in range(N):
        tower = wrap(tower)
    del tower
tower = None
for _ in range(N):
    inner = tower
    tower = chain(inner) if inner is not None else chain([])
import warnings
warnings.simplefilter("ignore")
del tower, inner
print("dropped")

"""Attributes and structure that survive copying and pickling of containers and their subclasses."""

import bisect
import collections
import copy
import pickle
import time


class S(set):
    pass


class F(frozenset):
    pass


class B(bytearray):
    pass


class D(collections.deque):
    pass


class O(collections.OrderedDict):
    pass


for cls, args in ((S, [[1]]), (F, [[1]]), (B, [b"ab"]), (D, [[1, 2], 3]), (O, [[(1, 2)]])):
    made = cls(*args)
    made.foo = 42
    for protocol in range(2, 6):
        again = pickle.loads(pickle.dumps(made, protocol))
        print(cls.__name__, protocol, again == made, again.foo)
    print(cls.__name__, "copies =", copy.copy(made).__dict__, copy.deepcopy(made).__dict__)
    print(cls.__name__, "reduced =", len(made.__reduce_ex__(2)), made.__reduce_ex__(2)[2])

looped = collections.deque([1])
looped.append(looped)
again = pickle.loads(pickle.dumps(looped))
print("deque in itself =", again[0], again[1] is again)
limited = pickle.loads(pickle.dumps(collections.deque([1, 2, 3], 3)))
print("limit =", limited, limited.maxlen)
looped = collections.OrderedDict()
looped["self"] = looped
print("OrderedDict in itself =", (lambda d: d["self"] is d)(copy.deepcopy(looped)))
ordered = collections.OrderedDict(a=1)
print("keywords =", ordered.setdefault(key="b", default=2), ordered.pop(key="a"), ordered.pop(key="z", default="none"))
try:
    ordered.pop(key="z")
except KeyError as error:
    print("keywords ! KeyError", error)

moment = time.struct_time((1970, 1, 1, 0, 0, 0, 3, 1, 0, "GMT", 0))
print("struct_time =", moment.__reduce__())
again = pickle.loads(pickle.dumps(moment))
print("again =", again == moment, again.tm_zone, again.tm_gmtoff, copy.copy(moment) == moment)
print("by dict =", time.struct_time(range(9), {"tm_zone": "XY", "tm_gmtoff": 5}).tm_zone)
print("bisect is bisect_right =", bisect.bisect is bisect.bisect_right, bisect.insort is bisect.insort_right)

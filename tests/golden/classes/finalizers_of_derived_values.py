"""`__del__` of classes derived from built-in ones, and values that iterators skip."""
from itertools import islice

BASES = (object, str, int, bytes, float, complex, tuple, list, dict, set, frozenset, bytearray, Exception, property)
for base in BASES:
    class Derived(base):
        def __del__(self):
            print("ends:", base.__name__)

    value = Derived()
    print("drop:", base.__name__)
    del value
    print("in a list:", base.__name__)
    [Derived() for _ in range(2)]


class Text(str):
    def __del__(self):
        dead.append(str(self))


dead = []
print("skipped:", next(islice(map(Text, "ABCDEF"), 3, None)), dead)

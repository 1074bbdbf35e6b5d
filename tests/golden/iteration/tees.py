"""`tee`: iterators far apart, copies, and sources that fail."""

import copy
import itertools

a, b = itertools.tee(range(200))
print("one ahead =", list(itertools.islice(a, 150))[-1], next(b), list(a)[-1], len(list(b)), next(a, "end"))
a, b, c = itertools.tee("abc", 3)
d, e = itertools.tee(b)
print("of a tee =", d is b, list(a), list(d), list(e), list(b), list(c))
(a,) = itertools.tee(range(300), 1)
for _ in range(57):
    next(a)
b = copy.copy(a)
print("copies =", next(a), next(b), next(b), next(a))
for _ in range(55):
    next(a)
c = copy.copy(a)
print("copied at an edge =", next(c), next(a), list(b)[-1])
ahead, behind = itertools.tee(iter(range(100_000)))
for _ in ahead:
    pass
del ahead
print("far behind =", next(behind))
del behind


class Again:
    def __iter__(self):
        return self

    def __next__(self):
        return next(self.tee)


again = Again()
again.tee, other = itertools.tee(again)
try:
    next(other)
except RuntimeError as e:
    print("entered again =", e)


def fails():
    yield 1
    raise ValueError("gone")


a, b = itertools.tee(fails())
next(a)
for iterator in (a, b, b, a):
    try:
        print("next =", next(iterator, "end"))
    except ValueError as e:
        print("error =", e)

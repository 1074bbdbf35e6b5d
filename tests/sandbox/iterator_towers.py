# limits: instructions=100000000 heap=256M
# prints: no overflow
import itertools
def attempt(name, make, use):
    try:
        tower = make()
        use(tower)
    except (RecursionError, TypeError, ValueError, MemoryError, AttributeError):
        pass
N = 100000
def tower(wrap, start):
    def make():
        made = start()
        for _ in range(N):
            made = wrap(made)
        return made
    return make
for name, wrap, start, use in [
    ("chain", itertools.chain, lambda: iter((1,)), next),
    ("map", lambda it: map(abs, it), lambda: iter((1,)), next),
    ("filter", lambda it: filter(None, it), lambda: iter((1,)), next),
    ("zip", lambda it: zip(it), lambda: iter((1,)), next),
    ("islice", lambda it: itertools.islice(it, 5), lambda: iter((1,)), next),
    ("enumerate", enumerate, lambda: iter((1,)), next),
    ("accumulate", itertools.accumulate, lambda: iter((1,)), next),
    ("cycle", itertools.cycle, lambda: iter((1,)), next),
]:
    attempt(name, tower(wrap, start), use)
print("no overflow")

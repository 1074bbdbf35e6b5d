"""Special methods in Python where an instruction asks for a truth or a comparison."""


class Vague:
    """Answers every operator with what it was given."""

    def __init__(self, answer):
        self.answer = answer

    def __eq__(self, other):
        return self.answer

    def __lt__(self, other):
        return self.answer

    def __contains__(self, item):
        return self.answer

    def __add__(self, other):
        return self.answer

    def __iadd__(self, other):
        return self.answer

    def __radd__(self, other):
        return ("radd", other)

    __hash__ = None


class Derived(Vague):
    def __gt__(self, other):
        return "derived first"

    def __radd__(self, other):
        return "derived first"


class Sized:
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size


class Truthful:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        return self.truth


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def branch(a, b):
    if a == b:
        return "equal"
    return "different"


def order(a, b):
    return "less" if a < b else "not less"


def order_int(a):
    return "less" if a < 3 else "not less"


def inside(item, container):
    return ("in" if item in container else "out", item not in container)


def test(x):
    return ("true" if x else "false", not x, bool(x and 1), bool(x or 2))


for answer in (True, False, 0, 5, "", "text", None, [], Sized(0), Sized(2), Truthful(False)):
    v = Vague(answer)
    shown = type(answer).__name__ if isinstance(answer, (Sized, Truthful)) else answer
    print(shown, branch(v, 1), order(v, 1), order_int(v), inside(1, v))

v = Vague(NotImplemented)
print(branch(v, 1), branch(v, v), attempt(order, v, 1), attempt(order_int, v))
print(attempt(lambda: v + 1), attempt(lambda: v + v))
print(v + Derived(NotImplemented), order(v, Derived(1)))

for size in (0, 1, -1, "x", 2**70):
    print(repr(size), attempt(test, Sized(size)))
for truth in (True, False, 1, None, "x"):
    print(repr(truth), attempt(test, Truthful(truth)))


def in_place(a, b):
    a += b
    return a


def in_place_int(a):
    a += 1
    return a


class Adds:
    def __add__(self, other):
        return NotImplemented


class AddsRight:
    def __radd__(self, other):
        return "right"


for answer in (7, NotImplemented):
    print(attempt(in_place, Vague(answer), 2), attempt(in_place_int, Vague(answer)))
print(in_place(Adds(), AddsRight()), attempt(in_place, Adds(), 1), attempt(in_place_int, Adds()))


class Countdown:
    """A condition by which loops jump back."""

    def __init__(self, n):
        self.n = n

    def __bool__(self):
        self.n -= 1
        return self.n >= 0

    def __lt__(self, other):
        self.n -= 1
        return self.n > other


def loops():
    passes = 0
    c = Countdown(3)
    while c:
        passes += 1
    c = Countdown(5)
    while c < 0 or not c:
        passes += 10
        if passes > 50:
            break
    return passes


def generator():
    c = Countdown(3)
    while c:
        yield c.n
    if Vague(True) == 1:
        yield "equal"
    yield Vague("sum") + 1


print(loops(), list(generator()))


class Failing:
    def __eq__(self, other):
        raise KeyError("eq")

    def __bool__(self):
        raise KeyError("bool")

    def __contains__(self, item):
        raise KeyError("contains")

    def __add__(self, other):
        raise KeyError("add")

    def __setitem__(self, key, value):
        raise KeyError("setitem")


def store(x):
    x[1] = 2


print(attempt(branch, Failing(), 1), attempt(test, Failing()), attempt(inside, 1, Failing()))
print(attempt(lambda: [Failing()][0] + [2][0]), attempt(store, Failing()))


class Nest:
    def __init__(self, inner):
        self.inner = inner

    def __eq__(self, other):
        if self.inner is None:
            return True
        if self.inner == other.inner:
            return True
        return False


def nest(depth):
    nested = None
    for _ in range(depth):
        nested = Nest(nested)
    return nested


print(nest(200) == nest(200), attempt(branch, nest(5000), nest(5000)).split(":")[0])


class Table:
    def __init__(self):
        self.items = {}
        self.log = []

    def __setitem__(self, key, value):
        self.items[key] = value
        return "ignored"

    @property
    def last(self):
        return self.log[-1]

    @last.setter
    def last(self, value):
        self.log.append(value)
        return "ignored"


t = Table()
t[1] = t[2] = "x"
t.last = 5
t.last += 1
print(t.items, t.log, t.last)

print([x in {1, "a", 2, -1} for x in (1, 1.0, True, "a", "b", -1, None, 2.5)])
print(attempt(lambda: [] in {1, 2}), [x in [1, "a", 2.5] for x in (1, 2.5, "a", None)])
print([x for x in range(5) if x not in {0, 3}], "é" in {"é", "x"}, () in {"", 0})

# Iterators that give pairs may give the same tuple again, but only if nobody holds it.
pairs = list(zip("abc", range(3))) + list(enumerate("xy")) + list({"k": 1, "l": 2}.items())
print(pairs, len({id(p) for p in pairs}) == len(pairs))
kept = [p for p in enumerate("pq")]
for pair in zip(kept, kept):
    kept = kept + [pair]
print(kept)

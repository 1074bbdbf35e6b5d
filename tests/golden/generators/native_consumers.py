"""Built-in functions that consume generators, and what the generators see of it."""

import sys


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def count(n, log=None):
    for i in range(n):
        if log is not None:
            log.append(i)
        yield i


print(len(list(count(1000))), tuple(count(5)), sorted(x * -1 for x in count(5)))
print(",".join(str(x) for x in count(5)), [*count(3), *count(2)], max(*count(4)))
print(sum(count(1000)), sum(x * 0.1 for x in count(10)), sum((x for x in (1, True, 2.5, 3)), 4))
print(sum(2**46 for _ in range(8)), sum(2**62 for _ in range(5)), sum(x for x in ()))
print(sum(([x] for x in count(3)), []), attempt(sum, (x for x in (1, "a", 2))))
print(sum(0.1 for _ in range(10)), sum(x for x in (1e100, 1.0, -1e100)), sum(x for x in (1, 2.0, 3)))

# Short circuits leave the generator where it is.
log = []
items = count(10, log)
print(any(x > 3 for x in items), log, next(items), all(x < 7 for x in items), list(items))
items = (x for x in (0, None, False, "", [], 0.0, "yes", 0, 1))
print("left to any", any(items), any(items), any(items), all(x for x in (1, True, "a", [0], 2.5, None, 1)))


class Noisy:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        print("asked", sys._getframe(1).f_code.co_name)
        return self.truth

    def __radd__(self, other):
        print("added", sys._getframe(1).f_code.co_name)
        return other + 1


def consume():
    print(any(Noisy(t) for t in (False, True, True)), sum(Noisy(t) for t in (1, 2)))


consume()


# Errors end the consumer, and the generator.
def failing():
    yield 1
    yield 2
    raise KeyError("three")


for consumer in (list, tuple, sorted, sum, any, all, set):
    g = failing()
    print(consumer.__name__, attempt(consumer, (x - x for x in g)), next(g, "ended"))


def stops():
    yield 1
    raise StopIteration(2)


print(attempt(list, stops()), attempt(sum, stops()))


# Generators inside generators, and delegation.
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


def nested():
    for n in count(4):
        yield sum(tree(n)) + len(list(tree(n)))
        yield list(count(n))


print(list(tree(4)), sum(tree(6)), list(nested()))


def itself():
    yield 1
    yield attempt(list, me)
    yield attempt(sum, me)
    yield me.gi_running


me = itself()
print(list(me), me.gi_running, me.gi_frame)


def receives():
    got = []
    for i in range(3):
        got.append((yield i))
    yield got


print(list(receives()))
g = receives()
print(next(g), g.send("sent"), list(g))


def finishes():
    try:
        yield 1
        yield 2
    finally:
        print("finished")


print(list(finishes()), any(x == 1 for x in finishes()))


def callers():
    for _ in range(3):
        yield sys._getframe(1).f_code.co_name


def calls():
    return list(callers()), [x for x in callers()]


print(calls())


def deep(n):
    if n:
        yield sum(deep(n - 1)) + 1
    else:
        yield 0


print(list(deep(50)), attempt(list, deep(100000)).split(":")[0])


# Lists and sets that a generator looks at while they are filled.
seen = []
seen.extend(len(seen) for _ in range(20))
words = set()
words.update((len(words), str(len(words)))[i % 2] for i in range(6))
print(seen, sorted(words, key=str), attempt(set, ([] for _ in range(2))))
print(sorted({*count(4), *(str(i) for i in count(3))}, key=str), set(x % 3 for x in count(10)))
print(len(set(str(i % 70) for i in count(500))), set(x for x in (1, 1.0, True)))

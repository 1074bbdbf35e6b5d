"""A StopIteration of a function that a built-in iterator calls ends the iteration."""
from itertools import filterfalse, islice, starmap, takewhile


def stop(*args):
    raise StopIteration(5)


def roundrobin(*iterables):
    iterators = [iter(iterable) for iterable in iterables]
    for active in range(len(iterators), 0, -1):
        iterators = list(islice(iterators, active))
        yield from map(next, iterators)


def looped():
    for item in map(next, [iter([1]), iter([])]):
        yield item


print("yield from:", list(roundrobin("ABC", [1, 2, 3], range(3))))
print("for:", list(looped()))
print("list:", list(map(next, [iter("a"), iter([]), iter("b")])))
print("display:", [*map(next, [iter("a"), iter([])])])
print("filter:", list(filter(stop, [1])), list(filterfalse(stop, [1])), list(takewhile(stop, [1])))
print("starmap:", list(starmap(stop, [()])), dict(zip(map(stop, "a"), "b")), list(enumerate(map(stop, "a"))))
print("reduced:", sorted(map(stop, [1])), max(map(stop, [1]), default=3), any(map(stop, [1])), sum(map(stop, [1])))
first, *rest = map(next, [iter([1]), iter([])])
print("unpacked:", first, rest)
print("default:", next(map(stop, [1]), "none"))
try:
    next(map(stop, [1]))
except StopIteration as error:
    print("next:", type(error).__name__)

for bounds in ((4, 1), (2, 2), (0,), (1, 6, 3), (3, None, 2), (1, 6, 4), (8, 20)):
    source = iter(range(10))
    print("islice:", bounds, list(islice(source, *bounds)), "then", next(source, "none"))

"""Iterators of `itertools` can be copied and pickled in 3.13."""

import copy
import itertools
import operator
import pickle
import warnings

warnings.simplefilter("ignore", DeprecationWarning)


def first(iterator, count=6):
    return list(itertools.islice(iterator, count))


MAKERS = {
    "count": lambda: itertools.count(3),
    "count step": lambda: itertools.count(3, 0.5),
    "cycle": lambda: itertools.cycle("abc"),
    "repeat": lambda: itertools.repeat("x", 4),
    "repeat endless": lambda: itertools.repeat("x"),
    "accumulate": lambda: itertools.accumulate([1, 2, 3, 4, 5]),
    "accumulate function": lambda: itertools.accumulate([1, 2, 3, 4], operator.mul, initial=2),
    "chain": lambda: itertools.chain([1, 2], [], [3, 4], [5]),
    "chain from iterable": lambda: itertools.chain.from_iterable([[1, 2], [3]]),
    "compress": lambda: itertools.compress("abcdef", [1, 0, 1, 1, 0, 1]),
    "dropwhile": lambda: itertools.dropwhile(operator.not_, [0, 0, 1, 0, 2]),
    "takewhile": lambda: itertools.takewhile(operator.truth, [1, 2, 3, 0, 2]),
    "filterfalse": lambda: itertools.filterfalse(None, [0, 1, 0, 0, 2, 0]),
    "islice": lambda: itertools.islice(range(20), 2, 15, 3),
    "islice endless": lambda: itertools.islice(range(9), 1, None),
    "starmap": lambda: itertools.starmap(operator.add, [(1, 2), (3, 4), (5, 6)]),
    "product": lambda: itertools.product([1, 2], "ab"),
    "product repeat": lambda: itertools.product([1, 2], repeat=3),
    "permutations": lambda: itertools.permutations("abc", 2),
    "combinations": lambda: itertools.combinations("abcd", 2),
    "combinations too few": lambda: itertools.combinations("ab", 3),
    "with replacement": lambda: itertools.combinations_with_replacement("ab", 3),
    "zip_longest": lambda: itertools.zip_longest([1, 2, 3], "a", fillvalue="-"),
}
for label, make in MAKERS.items():
    for taken in (0, 1, 2, 4, 30):
        for copied in ("copy", "deepcopy", "pickle"):
            iterator = make()
            first(iterator, taken)
            if copied == "pickle":
                other = pickle.loads(pickle.dumps(iterator))
            else:
                other = getattr(copy, copied)(iterator)
            if copied == "copy":
                print(label, taken, first(other))
            else:
                print(label, taken, copied, first(other) == first(iterator))
reduced = itertools.count(5).__reduce__()
print("reduce", reduced[0] is itertools.count, reduced[1])
for iterator, state in [(itertools.cycle("ab"), 1), (itertools.chain(), (1,)),
                        (itertools.product("ab"), (5,)), (itertools.combinations("abc", 2), (1,)),
                        (itertools.permutations("ab"), ((0, 1), (9, 9)))]:
    try:
        iterator.__setstate__(state)
        print(type(iterator).__name__, "state", state, first(iterator, 3))
    except Exception as error:
        print(type(iterator).__name__, "state", state, type(error).__name__, error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    copy.copy(itertools.count())
print("warning", caught[0].category.__name__, caught[0].message)

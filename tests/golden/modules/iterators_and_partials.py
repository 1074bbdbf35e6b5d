"""Iterators of arrays and cached functions pickle, and partials take on states."""
import array
import collections
import copy
import functools
import pickle
import warnings

for code, items in ("b", [1, 2, 3]), ("d", [1.5, 2.5]):
    iterator = iter(array.array(code, items))
    next(iterator)
    rest = pickle.loads(pickle.dumps(iterator))
    print(code, "rest", list(rest), "of", list(copy.copy(iterator)))
    list(iterator)
    print(code, "exhausted", list(pickle.loads(pickle.dumps(iterator))))
print("from keys", collections.OrderedDict.fromkeys("ab", value=7))


def target(*args, **keywords):
    return args, keywords


partial = functools.partial(target, [1], key=[2])
partial.note = []
same = copy.copy(partial)
print("shared", same.args is partial.args, same.keywords is partial.keywords, same.note is partial.note)
partial.__setstate__((target, (1,), {"a": 10}, {"note": 1}))
print("state", partial.args, partial.keywords, partial.__dict__)
partial.__setstate__((target, (1,), None, None))
print("no state", partial.args, partial.keywords, partial.__dict__)


class Owner:
    method = functools.partial(target, 1)


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("method", Owner.method(2), Owner().method(2))
print("warned", [(w.category.__name__, str(w.message)) for w in caught])


@functools.lru_cache
def cached(number):
    return number


print("cached function is one:", pickle.loads(pickle.dumps(cached)) is cached)

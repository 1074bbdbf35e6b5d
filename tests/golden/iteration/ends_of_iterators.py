# Iterators at the largest index, and those of generic aliases.
import copy
import pickle
import sys


class Endless:
    def __getitem__(self, index):
        return index


iterator = iter(Endless())
iterator.__setstate__(sys.maxsize - 2)
print("largest:", next(iterator) == sys.maxsize - 2, next(iterator) == sys.maxsize - 1)
for _ in range(2):
    try:
        next(iterator)
    except OverflowError as error:
        print("OverflowError:", error)

alias = list[int]
iterator = iter(alias)
print(type(iterator).__name__)
kept = copy.copy(iterator)
star = next(iterator)
print(star, list(iterator), [str(x) for x in kept])
function, arguments = iter(alias).__reduce__()
print(function.__name__, arguments)
function, arguments = iterator.__reduce__()
print("exhausted:", function.__name__, arguments)
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    copied = pickle.loads(pickle.dumps(star, protocol))
    print(protocol, copied, type(copied) is type(star), copied == star)
print("copies:", copy.deepcopy(star) == star, copy.copy(star) == star)

# Iterators are copied and pickled by `__reduce__`, and moved by `__setstate__`.
import copy
import pickle


class Sequence:
    def __getitem__(self, index):
        if index > 3:
            raise IndexError
        return index * 10


def make():
    big = 2**70
    return {
        "list": iter([1, 2, 3]),
        "tuple": iter((1, 2, 3)),
        "str": iter("abc"),
        "wide str": iter("aéΩ"),
        "bytes": iter(b"abc"),
        "bytearray": iter(bytearray(b"abc")),
        "range": iter(range(10, 0, -3)),
        "big range": iter(range(big, big + 3)),
        "set": iter({1, 2, 3}),
        "dict": iter({1: 2, 3: 4}),
        "values": iter({1: 2, 3: 4}.values()),
        "items": iter({1: 2, 3: 4}.items()),
        "reversed dict": reversed({1: 2, 3: 4}),
        "reversed list": reversed([1, 2, 3]),
        "reversed": reversed("abc"),
        "sequence": iter(Sequence()),
        "callable": iter(int, 1),
        "enumerate": enumerate("abc", big),
        "zip": zip([1, 2], "ab"),
        "strict zip": zip([1, 2], "ab", strict=True),
        "map": map(abs, [-1, -2]),
        "filter": filter(None, [0, 1, 2]),
    }


for name, iterator in make().items():
    first = next(iterator)
    again = pickle.loads(pickle.dumps(iterator)) if name != "sequence" else iterator
    twin = copy.copy(again)
    if name == "callable":
        print(name, "| type:", type(twin).__name__)
        continue
    print(name, "| first:", first, "| type:", type(twin).__name__, "| rest:", list(twin))

for name, iterator in make().items():
    if name == "callable":
        continue
    list(iterator)
    maker, arguments, *state = iterator.__reduce__()
    if name not in ("enumerate", "zip", "strict zip", "map", "filter"):
        print("exhausted", name, "|", maker.__name__, arguments, state)

for name, iterator in make().items():
    if hasattr(iterator, "__setstate__") and "zip" not in name:
        iterator.__setstate__(1)
        print("at 1", name, "|", next(iterator, "end"))
        iterator.__setstate__(-5)
        print("at -5", name, "|", next(iterator, "end"))

strict = zip([1], "ab", strict=True)
strict.__setstate__(False)
print("no longer strict", list(strict))
try:
    iter([1]).__setstate__("x")
except TypeError as error:
    print("state of a wrong type:", error)


class Tagged(set):
    pass


tagged = Tagged([1])
tagged.note = "kept"
print("attributes of a set:", pickle.loads(pickle.dumps(tagged)).note)

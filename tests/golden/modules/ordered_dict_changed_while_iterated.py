# An OrderedDict that is changed while it is iterated.

from collections import OrderedDict


def case(name, change, iterate=iter):
    d = OrderedDict((i, i) for i in range(3))
    seen = []
    iterator = iterate(d)
    try:
        for i, item in zip(range(9), iterator):
            seen.append(item)
            change(d, i)
    except RuntimeError as error:
        seen.append(repr(error))
    print(f"{name}:", seen, list(iterator))


CHANGES = {
    "value": lambda d, i: d.__setitem__(i, "new"),
    "last to the end": lambda d, i: d.move_to_end(2),
    "first to the start": lambda d, i: d.move_to_end(0, last=False),
    "moved": lambda d, i: d.move_to_end(1),
    "added": lambda d, i: d.__setitem__(i + 10, "new"),
    "removed": lambda d, i: d.pop(2, None),
    "the same removed": lambda d, i: d.pop(i, None),
    "removed and added": lambda d, i: (d.pop(2, None), d.__setitem__(9, 1)),
    "cleared": lambda d, i: d.clear(),
    "popitem": lambda d, i: d and d.popitem(),
    "update": lambda d, i: d.update(a=1),
    "setdefault": lambda d, i: d.setdefault("new"),
    "|=": lambda d, i: d.__ior__({"a": 1}),
    "added after the last": lambda d, i: i == 2 and d.__setitem__("z", 1),
    "moved after the last": lambda d, i: i == 2 and d.move_to_end(0),
    "removed after the last": lambda d, i: i == 2 and d.pop(0),
}
for name, change in CHANGES.items():
    case(name, change)

WAYS = {
    "keys": lambda d: iter(d.keys()),
    "values": lambda d: iter(d.values()),
    "items": lambda d: iter(d.items()),
    "reversed": reversed,
    "reversed keys": lambda d: reversed(d.keys()),
    "reversed values": lambda d: reversed(d.values()),
    "reversed items": lambda d: reversed(d.items()),
}
for name, iterate in WAYS.items():
    for change in ("value", "moved", "added", "removed"):
        case(f"{name}, {change}", CHANGES[change], iterate)


class Recent(OrderedDict):
    def __getitem__(self, key):
        self.move_to_end(key)
        return super().__getitem__(key)


recent = Recent(a=1, b=2, c=3)
try:
    for key in recent:
        print("recent", key, recent[key])
except RuntimeError as error:
    print("recent", repr(error))
print("recent =", recent)

for iterate in (iter, *WAYS.values()):
    iterator = iterate(OrderedDict(a=1, b=2))
    next(iterator)
    print("type =", type(iterator).__name__, "hint =", iterator.__reduce__()[1:], list(iterator))

"""The special methods of built-in types as a program sees them."""


def show(label, action):
    try:
        print(label, "->", repr(action()))
    except Exception as error:
        print(label, "->", type(error).__name__, error)


for owner, names in [
    (list, "__len__ __getitem__ __setitem__ __delitem__ __contains__ __iter__ __repr__ __eq__ __lt__ __add__ __iadd__ __mul__ __rmul__ __imul__"),
    (tuple, "__len__ __getitem__ __contains__ __iter__ __hash__ __eq__ __ge__ __add__ __mul__"),
    (dict, "__len__ __getitem__ __setitem__ __delitem__ __iter__ __repr__ __eq__ __or__ __ror__ __ior__"),
    (str, "__len__ __getitem__ __contains__ __hash__ __eq__ __add__ __mod__ __rmod__ __mul__"),
    (int, "__add__ __radd__ __sub__ __rpow__ __pow__ __neg__ __bool__ __hash__ __eq__ __lt__ __divmod__ __rdivmod__ __and__"),
    (float, "__add__ __truediv__ __bool__ __hash__ __gt__"),
    (set, "__len__ __iter__ __eq__ __le__ __or__ __rsub__ __iand__"),
    (range, "__len__ __getitem__ __contains__ __iter__ __hash__ __bool__"),
    (bytes, "__len__ __getitem__ __eq__ __hash__ __add__"),
    (object, "__eq__ __ne__ __hash__ __getattribute__ __setattr__ __delattr__ __repr__ __str__"),
    (type, "__getattribute__ __setattr__ __or__"),
]:
    for name in names.split():
        method = getattr(owner, name)
        print(owner.__name__, name, method.__name__, method.__qualname__, repr(method.__doc__), method.__text_signature__)
        print(method.__objclass__.__name__, callable(method))

items = [3, 1, 2]
for label, action in [
    ("len", lambda: list.__len__(items)),
    ("bound len", lambda: items.__len__()),
    ("len of another type", lambda: list.__len__((1, 2))),
    ("too few", lambda: items.__getitem__()),
    ("item", lambda: items.__getitem__(-1)),
    ("slice", lambda: items.__getitem__(slice(0, 2))),
    ("out of range", lambda: items.__getitem__(9)),
    ("wrong index", lambda: items.__getitem__("x")),
    ("set item", lambda: (items.__setitem__(0, 5), items)),
    ("delete item", lambda: (items.__delitem__(slice(None, 1)), items)),
    ("contains", lambda: (items.__contains__(1), items.__contains__("x"))),
    ("equal", lambda: (items.__eq__([1, 2]), items.__ne__([1, 2]), items.__eq__((1, 2)), items.__lt__([2]))),
    ("hash of a list", lambda: [].__hash__),
    ("tuple hash", lambda: (1, 2).__hash__() == hash((1, 2))),
    ("large hash", lambda: type((2**80).__hash__()).__name__),
    ("int add", lambda: (1).__add__(2)),
    ("int add declines", lambda: (1).__add__("x")),
    ("int eq declines", lambda: (1).__eq__(1.0)),
    ("float eq", lambda: (1.0).__eq__(1)),
    ("radd", lambda: (1).__radd__(5)),
    ("rsub", lambda: (1).__rsub__(5)),
    ("divmod", lambda: ((7).__divmod__(2), (2).__rdivmod__(7))),
    ("pow", lambda: ((2).__pow__(5), (2).__pow__(5, 3), (2).__rpow__(5))),
    ("str contains", lambda: "abc".__contains__("b")),
    ("str contains int", lambda: "abc".__contains__(1)),
    ("str mod", lambda: "%d-%s".__mod__((1, "x"))),
    ("str rmod", lambda: "x".__rmod__("%s")),
    ("dict item", lambda: {1: 2}.__getitem__(1)),
    ("dict missing", lambda: {1: 2}.__getitem__(2)),
    ("dict contains", lambda: {1: 2}.__contains__([])),
    ("dict or", lambda: ({1: 2}.__or__({3: 4}), {1: 2}.__ror__({3: 4}), {}.__or__(1))),
    ("set ops", lambda: ({1, 2}.__sub__({1}), {1, 2}.__rsub__({1, 3}), {1}.__or__([2]))),
    ("object eq", lambda: (object.__eq__(1, 1), object.__eq__(1, 2), object.__ne__(1, 1), object.__lt__(1, 2))),
    ("object hash", lambda: object.__hash__(items) == id(items) // 16 or True),
    ("getattribute", lambda: object.__getattribute__(items, "__len__")()),
    ("getattribute of a number", lambda: object.__getattribute__(items, 1)),
    ("setattr", lambda: object.__setattr__(items, "x", 1)),
    ("next at the end", lambda: iter([]).__next__()),
    ("next", lambda: iter("ab").__next__()),
    ("length hint", lambda: iter([1, 2]).__length_hint__()),
    ("bool", lambda: ((0).__bool__(), (2.5).__bool__(), range(0).__bool__())),
    ("bool of list", lambda: [].__bool__),
    ("reversed", lambda: list([1, 2].__reversed__())),
]:
    show(label, action)

"""How operations find special methods: on the class, in its order, as it is at the moment."""


def show(label, action):
    try:
        print(label, "->", repr(action()))
    except BaseException as error:
        print(label, "->", type(error).__name__, error)


# Set, replaced and deleted after the class was made, and seen by classes derived from it.
class Base:
    pass


class Derived(Base):
    pass


d = Derived()
show("no len", lambda: len(d))
Base.__len__ = lambda self: 3
show("len set", lambda: len(d))
show("truth by len", lambda: bool(d))
Derived.__len__ = lambda self: 0
show("len overridden", lambda: (len(d), bool(d)))
Derived.__bool__ = lambda self: True
show("bool before len", lambda: bool(d))
del Derived.__bool__
del Derived.__len__
show("len inherited again", lambda: len(d))
Base.__len__ = None
show("len None", lambda: len(d))
show("truth with len None", lambda: bool(d))
Base.__bool__ = None
show("bool None", lambda: bool(d))
del Base.__len__, Base.__bool__
show("plain truth", lambda: bool(d))

# Attributes of the instance do not count.
d.__len__ = lambda: 5
show("instance len", lambda: len(d))
d.__add__ = lambda other: 5
show("instance add", lambda: d + 1)


# None as a special method.
class Nones:
    __contains__ = None
    __iter__ = None
    __hash__ = None
    __call__ = None
    __reversed__ = None

    def __getitem__(self, index):
        return index


n = Nones()
show("in", lambda: 1 in n)
show("iter", lambda: iter(n))
show("hash", lambda: hash(n))
show("call", lambda: n())
show("reversed", lambda: reversed(n))
show("item", lambda: n[7])


class Sequence:
    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return index * 10


show("by getitem", lambda: (list(Sequence()), 20 in Sequence(), 5 in Sequence()))


# Special methods that are no functions.
class Callable:
    def __call__(self, *args):
        return len(args)


class Bound:
    def __get__(self, instance, owner):
        return lambda *args: (type(instance).__name__, owner.__name__, args)


class Odd:
    __len__ = Callable()
    __getitem__ = Callable()
    __add__ = Callable()
    __contains__ = staticmethod(lambda item: item == 1)
    __repr__ = classmethod(lambda cls: cls.__name__)
    __mul__ = Bound()
    __hash__ = property(lambda self: lambda: 42)
    __eq__ = staticmethod(lambda other: other == 9)


o = Odd()
show("callable len", lambda: len(o))
show("callable item", lambda: o[1])
show("callable add", lambda: o + 1)
show("static contains", lambda: (1 in o, 2 in o))
show("class repr", lambda: o)
show("descriptor mul", lambda: o * 3)
show("property hash", lambda: hash(o))
show("static eq", lambda: (o == 9, o == 8))


# Methods of built-in types, inherited and borrowed.
class L(list):
    pass


class D(dict):
    def __missing__(self, key):
        return "missing " + key


class T(tuple):
    __slots__ = ()


class S(str):
    pass


items = L([1, 2, 3])
show("derived list", lambda: (items[0], items[-1], items[1:], len(items), 2 in items, items == [1, 2, 3], items + [4]))
show("derived dict", lambda: (D(a=1)["a"], D()["b"], "a" in D(a=1)))
show("derived tuple", lambda: (T((1, 2))[1], hash(T((1, 2))) == hash((1, 2)), T((1,)) == (1,), {T((1,)): 5}[(1,)]))
show("derived str", lambda: (S("ab")[0], S("ab") + "c", hash(S("ab")) == hash("ab"), S("ab") == "ab", {S("k"): 1}["k"]))


class Borrowed:
    __len__ = list.__len__
    __repr__ = list.__repr__


show("borrowed len", lambda: len(Borrowed()))
show("borrowed repr", lambda: Borrowed())
L.__len__ = dict.__len__
show("len of dict in a list", lambda: len(items))
L.__len__ = lambda self: 99
show("own len", lambda: (len(items), bool(items), list.__len__(items)))
del L.__len__
show("len again", lambda: len(items))
L.__getitem__ = lambda self, key: ("item", key)
show("own item", lambda: (items[0], items[1:2], [x for x in items]))
del L.__getitem__


# Reflected operators: a derived class goes first if it has its own.
class A:
    def __add__(self, other):
        return "A.add"

    def __radd__(self, other):
        return "A.radd"

    def __lt__(self, other):
        return "A.lt"

    def __gt__(self, other):
        return "A.gt"


class B(A):
    pass


class C(A):
    def __radd__(self, other):
        return "C.radd"

    def __gt__(self, other):
        return "C.gt"


show("same methods", lambda: A() + B())
show("own reflected", lambda: A() + C())
show("comparison", lambda: (A() < B(), A() < C()))


class I(int):
    def __radd__(self, other):
        return "I.radd"

    def __eq__(self, other):
        return "I.eq"

    __hash__ = int.__hash__


class J(int):
    pass


show("int and derived", lambda: (1 + I(2), 1 == I(1), I(1) == 1, 1 + J(2), type(J(1) + J(2)).__name__))


class Declines:
    def __add__(self, other):
        return NotImplemented

    __eq__ = __lt__ = __iadd__ = __add__


class Accepts:
    def __radd__(self, other):
        return "radd"

    def __eq__(self, other):
        return "eq"

    def __gt__(self, other):
        return "gt"


show("declined", lambda: Declines() + Accepts())
show("declined compare", lambda: (Declines() == Accepts(), Declines() < Accepts(), Declines() == 1))
show("nobody", lambda: Declines() + 1)


def in_place():
    x = Declines()
    x += Accepts()
    return x


show("in place", in_place)


# __eq__ without __hash__.
class OnlyEq:
    def __eq__(self, other):
        return True


show("unhashable", lambda: hash(OnlyEq()))
show("in a set", lambda: {OnlyEq()})
OnlyEq.__hash__ = lambda self: -1
show("hash set later", lambda: hash(OnlyEq()))
OnlyEq.__hash__ = lambda self: 2**70
show("large hash", lambda: hash(OnlyEq()) == hash(2**70))
OnlyEq.__hash__ = lambda self: "x"
show("hash of the wrong type", lambda: hash(OnlyEq()))


# Methods of the metaclass.
class Meta(type):
    def __len__(cls):
        return 7

    def __getitem__(cls, key):
        return (cls.__name__, key)

    def __call__(cls, *args):
        return ("called", args)

    def __contains__(cls, item):
        return item == "x"

    def __iter__(cls):
        return iter("abc")

    def __add__(cls, other):
        return "added"

    def __eq__(cls, other):
        return other == "same"

    def __hash__(cls):
        return 11

    def __bool__(cls):
        return False

    def __repr__(cls):
        return "<meta repr>"

    def __instancecheck__(cls, instance):
        return instance == 1

    def __getattr__(cls, name):
        return "meta " + name


class WithMeta(metaclass=Meta):
    def __len__(self):
        return 1


show("of the class", lambda: (len(WithMeta), WithMeta["k"], WithMeta(1), "x" in WithMeta, list(WithMeta)))
show("of the class, too", lambda: (WithMeta + 1, WithMeta == "same", hash(WithMeta), bool(WithMeta), WithMeta))
show("checks", lambda: (isinstance(1, WithMeta), isinstance(2, WithMeta), WithMeta.anything))


# __class__ assignment.
class First:
    def __len__(self):
        return 1


class Second:
    def __len__(self):
        return 2

    def __call__(self):
        return "called"


x = First()
before = len(x)
x.__class__ = Second
show("class assigned", lambda: (before, len(x), x()))


# What methods raise and return.
class Wrong:
    def __bool__(self):
        return 1

    def __len__(self):
        return -1

    def __repr__(self):
        return 5

    def __str__(self):
        return None

    def __index__(self):
        return "x"

    def __iter__(self):
        return 5

    def __format__(self, spec):
        return 5

    def __contains__(self, item):
        raise LookupError(item)

    def __hash__(self):
        raise KeyError("hash")


w = Wrong()
for name, action in [
    ("bool", lambda: bool(w)),
    ("len", lambda: len(w)),
    ("repr", lambda: repr(w)),
    ("str", lambda: str(w)),
    ("index", lambda: [1][w]),
    ("iter", lambda: list(w)),
    ("format", lambda: f"{w}"),
    ("contains", lambda: 1 in w),
    ("hash", lambda: {w: 1}),
]:
    show("wrong " + name, action)


# Attribute hooks set later.
class Hooked:
    pass


h = Hooked()
show("no attribute", lambda: h.missing)
Hooked.__getattr__ = lambda self, name: "got " + name
show("getattr", lambda: h.missing)
Hooked.__getattribute__ = lambda self, name: "all " + name
show("getattribute", lambda: (h.missing, h.__class__))
Hooked.__getattribute__ = object.__getattribute__
show("getattribute of object", lambda: (h.missing, h.__class__.__name__))
stored = []
Hooked.__setattr__ = lambda self, name, value: stored.append((name, value))
h.x = 1
Hooked.__delattr__ = lambda self, name: stored.append(name)
del h.x
show("stored", lambda: stored)
Hooked.__setattr__ = object.__setattr__
h.x = 5
show("plain again", lambda: h.x)


class Descriptor:
    pass


class Owner:
    d = Descriptor()


show("no descriptor yet", lambda: type(Owner().d).__name__)
Descriptor.__get__ = lambda self, instance, owner: ("get", owner.__name__)
show("descriptor", lambda: Owner().d)
Descriptor.__set__ = lambda self, instance, value: stored.append(value)
owner = Owner()
owner.d = "set"
show("set by descriptor", lambda: (stored[-1], owner.__dict__))


# A class with an order of its own.
class OwnOrder(type):
    def mro(cls):
        return [cls, Sequence, object] if cls.__name__ == "Reordered" else super().mro()


class Plain(metaclass=OwnOrder):
    def __len__(self):
        return 4


class Reordered(Plain):
    pass


show("own order", lambda: (Reordered()[1], len(Plain())))
show("not in the order", lambda: len(Reordered()))

# Two bases.
class M1:
    def __len__(self):
        return 1


class M2:
    def __len__(self):
        return 2

    def __getitem__(self, key):
        return key


class Both(M1, M2):
    pass


class Diamond(Both, dict):
    pass


show("two bases", lambda: (len(Both()), Both()[3], len(Diamond(a=1)), Diamond()["z"], Diamond(a=1) == {"a": 1}))
del M1.__len__
show("the second base", lambda: (len(Both()), len(Diamond())))

"""`abc`: registration, caches, hooks, and the patterns that match sequences and mappings."""
import abc
import collections
import collections.abc as cabc
import gc
import weakref


def outcome(label, act):
    try:
        print(label, act())
    except BaseException as error:
        print(label, type(error).__name__, error)


class Base(abc.ABC):
    @abc.abstractmethod
    def first(self): ...

    @property
    @abc.abstractmethod
    def second(self): ...

    @classmethod
    @abc.abstractmethod
    def third(cls): ...


class Half(Base):
    def first(self): return 1


print("open", sorted(Half.__abstractmethods__))
outcome("make Base", Base)
outcome("make Half", Half)
Half.second = 2
Half.third = 3
outcome("late methods do not count", Half)
abc.update_abstractmethods(Half)
outcome("until updated", lambda: type(Half()).__name__)
outcome("no ABC", lambda: abc.update_abstractmethods(int) is int)

# Registration
before = abc.get_cache_token()
print("not yet", issubclass(int, Base), isinstance(3, Base))
print("register gives", Base.register(int))
print("token changed", abc.get_cache_token() != before)
print("registered", issubclass(int, Base), issubclass(bool, Base), isinstance(True, Base), isinstance("", Base))
again = abc.get_cache_token()
Base.register(int)
Base.register(Half)
print("already a subclass", abc.get_cache_token() == again)
outcome("no class", lambda: Base.register(3))
outcome("cycle", lambda: Half.register(Base))
outcome("issubclass of no class", lambda: issubclass(3, Base))


class Virtual:
    pass


@Half.register
class Decorated:
    pass


print("through a subclass", issubclass(Decorated, Base), issubclass(Virtual, Base))


# Hooks
class Hooked(abc.ABC):
    answers = {}
    asked = []

    @classmethod
    def __subclasshook__(cls, other):
        cls.asked.append(other.__name__)
        return cls.answers.get(other, NotImplemented)


Hooked.answers.update({str: True, bytes: False, list: 1})
print("hook", issubclass(str, Hooked), issubclass(bytes, Hooked), issubclass(dict, Hooked))
print("cached", issubclass(str, Hooked), issubclass(bytes, Hooked), issubclass(dict, Hooked), Hooked.asked)
outcome("a wrong answer", lambda: issubclass(list, Hooked))
Base.register(complex)
issubclass(bytes, Hooked), issubclass(str, Hooked)
print("a registration forgets the noes", Hooked.asked)


class Pretender:
    @property
    def __class__(self):
        return int


print("claimed class", isinstance(Pretender(), Base))

# Nothing is kept alive.
gone = type("Gone", (), {})
Base.register(gone)
isinstance(gone(), Base)
watch = weakref.ref(gone)
del gone
gc.collect()
print("collected", watch() is None)

# Patterns


def kind(value):
    match value:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
        case _:
            return "neither"


class Seq(cabc.Sequence):
    def __len__(self): return 0
    def __getitem__(self, i): raise IndexError


class Map(cabc.Mapping):
    def __len__(self): return 0
    def __iter__(self): return iter(())
    def __getitem__(self, k): raise KeyError


class Sequence:
    def __len__(self): return 0
    def __getitem__(self, i): raise IndexError


class Registered:
    def __len__(self): return 0
    def __getitem__(self, i): raise IndexError


class Derived(Registered):
    pass


print("unregistered", kind(Registered()), kind(Derived()), "a name says nothing", kind(Sequence()))
cabc.MutableSequence.register(Registered)
print("registered", kind(Registered()), kind(Derived()))
cabc.Sequence.register(str)
for value in (Seq(), Map(), [], (), range(0), collections.deque(), memoryview(b""), {}, type.__dict__,
              collections.OrderedDict(), collections.UserList(), collections.UserDict(), collections.ChainMap(),
              "", b"", bytearray(), set(), type("T", (tuple,), {})(), type("D", (dict,), {})()):
    print(type(value).__name__, kind(value))
print("flags", [bool(c.__flags__ & 32) for c in (list, Seq, str, dict)], [bool(c.__flags__ & 64) for c in (dict, Map, list)])


def both():
    class Both(metaclass=abc.ABCMeta):
        __abc_tpflags__ = 1 << 5 | 1 << 6


outcome("both", both)
print("helpers", [name for name in dir(abc.ABCMeta) if name.startswith("_abc") or name.startswith("_dump")])
print(abc.ABCMeta.__module__, abc.ABC.__slots__, abc.abstractproperty.__isabstractmethod__)

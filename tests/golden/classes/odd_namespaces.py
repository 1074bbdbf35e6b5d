# Namespaces and bases that type() looks at closely.
import warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, category, *rest: print("  warning:", category.__name__, message)


class Meta(type):
    def __new__(meta, name, bases, namespace):
        namespace[1] = 2
        return super().__new__(meta, name, bases, namespace)


print("a key that is no string:")
A = type("A", (), {1: 2})
print("a metaclass adds one:")


class B(metaclass=Meta):
    pass


print(A.__dict__[1], B.__dict__[1])
warnings.simplefilter("error")
try:
    type("C", (), {None: 2})
except RuntimeWarning as error:
    print("as an error:", error)


class Entry:
    def __mro_entries__(self, bases):
        return ()


for bases in [(Entry(),), (int, Entry()), (1,), (type, Entry())]:
    try:
        type("D", bases, {})
    except TypeError as error:
        print([type(base).__name__ for base in bases], error)


class Keeper(type):
    def __new__(meta, name, bases, namespace, kept):
        print(kept, "in the namespace:", kept in namespace)
        return super().__new__(meta, name, bases, namespace)


class Qualified(metaclass=Keeper, kept="__qualname__"):
    __slots__ = ["__qualname__"]


class Base:
    def __init__(self):
        self.b = 42


class Celled(Base, metaclass=Keeper, kept="__classcell__"):
    __slots__ = ["__classcell__"]

    def __init__(self):
        super().__init__()


print(Celled().b, hasattr(Celled(), "__classcell__"), type(Celled.__dict__["__classcell__"]).__name__)
try:
    class Conflict:
        __slots__ = ["x"]
        x = 1
except ValueError as error:
    print("conflict:", error)

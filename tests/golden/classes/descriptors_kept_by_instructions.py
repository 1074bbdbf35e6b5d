# Attribute look-ups whose way was found once: descriptors of the program's own classes, and names
# that are not there.

class Data:
    def __get__(self, instance, owner):
        return ("data", type(instance).__name__, owner.__name__)

    def __set__(self, instance, value):
        instance.__dict__["x"] = value


class Plain:
    def __get__(self, instance, owner):
        return ("plain", type(instance).__name__, owner.__name__)


class Base:
    x = Data()
    y = Plain()


class Derived(Base):
    pass


def read(thing):
    return thing.x, thing.y


for make in (Base, Derived, Base):
    thing = make()
    print("fresh:", read(thing), read(thing))
    thing.__dict__["x"] = 1
    thing.__dict__["y"] = 2
    print("own values:", read(thing), read(thing))

# The kind of a descriptor changes with its class.
things = Base(), Base()
things[1].__dict__["x"] = "own"
print("with __set__:", [read(thing)[0] for thing in things])
setter = Data.__set__
del Data.__set__
print("without __set__:", [read(thing)[0] for thing in things])
Data.__set__ = setter
print("with it again:", [read(thing)[0] for thing in things])
Plain.__set__ = setter
things[1].__dict__["y"] = "own"
print("one more:", [read(thing)[1] for thing in things])
del Plain.__set__
print("one less:", [read(thing)[1] for thing in things])
Data.__get__ = lambda self, instance, owner: "another getter"
print("another __get__:", [read(thing)[0] for thing in things])
del Data.__get__
print("no __get__:", [type(read(thing)[0]).__name__ for thing in things])
Base.x = 3
print("no descriptor:", [read(thing)[0] for thing in things])


# Errors of `__get__`, with and without `__getattr__`.
class Failing:
    def __init__(self, error):
        self.error = error

    def __get__(self, instance, owner):
        raise self.error


class Strict:
    a = Failing(AttributeError("no a"))
    k = Failing(KeyError("no k"))


class Lenient(Strict):
    def __getattr__(self, name):
        return f"made {name}"


def look(thing, name):
    try:
        return thing.a if name == "a" else thing.k
    except Exception as error:
        return repr(error)


for cls in (Strict, Lenient, Strict):
    print(cls.__name__, [look(cls(), name) for name in "akak"])
    print(cls.__name__, "hasattr:", hasattr(cls(), "a"), "getattr:", getattr(cls(), "a", "default"))
Strict.__getattr__ = lambda self, name: f"late {name}"
print("late:", look(Strict(), "a"), hasattr(Strict(), "a"), hasattr(Strict(), "b"))


class Cached:
    """Stores what it found in the instance."""

    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Holder:
    calls = 0

    @Cached
    def value(self):
        Holder.calls += 1
        return [Holder.calls]


holders = [Holder() for _ in range(3)]
print("cached:", [h.value for _ in range(2) for h in holders], Holder.calls, type(Holder.value).__name__)
del holders[0].value
print("once more:", holders[0].value, Holder.calls)


# A getter that is a generator.
class Lazy:
    def __get__(self, instance, owner):
        yield instance.n
        yield owner.__name__


class Odd:
    lazy = Lazy()
    n = 5


for _ in range(2):
    print("odd:", list(Odd().lazy))


# Descriptors of the library's own kinds.
import collections
import functools


class Pair(collections.namedtuple("Pair", "left right")):
    @functools.lru_cache
    def total(self):
        return self.left + self.right


class Loose(Pair):
    def __getattr__(self, name):
        return "no " + name


def fields(pairs):
    return [(pair.left, pair.right, pair.total()) for pair in pairs]


pairs = [Pair(1, 2), Loose(3, 4), Pair(5, 6)]
print("fields:", fields(pairs), fields(pairs))
pairs[0].__dict__["left"] = "hidden"
pairs[2].total = lambda: "own"
print("own values:", fields(pairs), fields(pairs))
try:
    pairs[0].left = 1
except AttributeError as error:
    print("read-only:", error)
Loose.left = Pair.right
print("another field:", fields(pairs))
Pair.total = functools.partial(len, "four")
print("another function:", pairs[0].left, pairs[2].total())
del Loose.left
Pair.right = 7
print("data:", [(pair.left, pair.right) for pair in pairs])


# Names that are missing, until they are not.
class Late:
    pass


class LateInt(int):
    pass


def function():
    pass


def probe(thing):
    return hasattr(thing, "late"), getattr(thing, "late", "none")


subjects = {"instance": Late(), "class": Late, "int": LateInt(3), "function": function,
            "list": [], "error": ValueError("v"), "number": 7}
for _ in range(2):
    print("before:", {name: probe(thing) for name, thing in subjects.items()})
for name, thing in subjects.items():
    try:
        thing.late = name
    except AttributeError as error:
        print(name, "takes none:", error)
print("after:", {name: probe(thing) for name, thing in subjects.items()})
for thing in subjects.values():
    if "late" in getattr(thing, "__dict__", {}):
        del thing.late
print("deleted:", {name: probe(thing) for name, thing in subjects.items()})
Late.late = "of the class"
LateInt.late = property(lambda self: self + 1)
print("in classes:", {name: probe(thing) for name, thing in subjects.items()})
LateInt.late = property(lambda self: self.missing)
print("a property that fails:", probe(subjects["int"]))


# Names that classes lack: they may come from a base or a metaclass.
class Meta(type):
    pass


class Parent:
    pass


class Child(Parent, metaclass=Meta):
    pass


def kept():
    return [hasattr(Child, "later"), getattr(Child, "later", "none"), hasattr(Child(), "later")]


print("class:", kept(), kept())
Meta.later = "of the metaclass"
print("metaclass:", kept(), kept())
Parent.later = "of the base"
print("base:", kept(), kept())
del Parent.later, Meta.later
print("gone:", kept(), kept())
Meta.later = property(lambda cls: "computed for " + cls.__name__)
print("computed:", kept(), kept())
del Meta.later
Meta.__getattr__ = lambda cls, name: "hook " + name
print("hook:", kept(), kept())
del Meta.__getattr__
Parent.__getattr__ = lambda self, name: "hook " + name
print("of instances:", kept(), kept())
print("names from data:", [hasattr([], "app" + end) for end in ("end", "le")], hasattr("", "up" + "per"))


# Hooks of `isinstance` in the middle of a tuple.
class Hooked(type):
    def __instancecheck__(cls, instance):
        if isinstance(cls.answer, type):
            instance.__class__ = cls.answer
            return False
        return cls.answer


class First:
    pass


class Second:
    pass


class Yes(metaclass=Hooked):
    answer = True


class No(metaclass=Hooked):
    answer = False


class Changes(metaclass=Hooked):
    answer = Second


first = First()
print("tuple:", isinstance(first, (int, No, Second)), isinstance(first, (No, First)), isinstance(first, (str, (No, (Yes,)))))
print("changed:", isinstance(first, (int, Changes, Second)), type(first).__name__, isinstance(first, (Changes, First)))
print("numbers:", isinstance(True, (str, int)), isinstance(1.5, (str, int)), isinstance(None, (int, type(None))))
try:
    isinstance(1, (str, 5))
except TypeError as error:
    print("no class:", error)


# Defaults of keyword-only parameters, found by position or by name.
def keyword_only(*, a=1, b, c=3, d=4):
    return a, b, c, d


print("defaults:", keyword_only(b=2), keyword_only(d=0, b=2), keyword_only(b=2, a=9))
for call in (lambda: keyword_only(), lambda: keyword_only(a=1, d=2), lambda: keyword_only(b=1, e=2)):
    try:
        call()
    except TypeError as error:
        print("error:", error)
keyword_only.__kwdefaults__ = {"d": "D", "c": "C", "b": "B", "a": "A"}
print("another order:", keyword_only(), keyword_only(c=0))
keyword_only.__kwdefaults__.pop("b")
print("one less:", keyword_only(b=1))

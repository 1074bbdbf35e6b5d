# isinstance and truth where classes say something of their own, and change.
class Plain:
    pass


class Base:
    pass


class Derived(Base):
    pass


class Claims:
    @property
    def __class__(self):
        return Base


class ClaimsToo(Claims):
    pass


class Always:
    def __getattribute__(self, name):
        if name == "__class__":
            return Derived
        return object.__getattribute__(self, name)


plain = Plain()
for value in [plain, Base(), Derived(), Claims(), ClaimsToo(), Always(), 1, "a", None, Plain]:
    name = getattr(type(value), "__name__")
    facts = [isinstance(value, Base), isinstance(value, (str, Derived)), isinstance(value, ())]
    print(f"{name}: {facts}, {isinstance(value, (int, (str, (Base,))))}")


class Below(Base):
    pass


below = Below()
print("before other bases:", isinstance(below, Derived), isinstance(below, Always))
Below.__bases__ = (Derived, ClaimsToo)
print("with other bases:", isinstance(below, Derived), isinstance(below, Always))


class Data:
    __class__ = int


print("data:", isinstance(Data(), int), isinstance(Data(), str), isinstance(Data(), Data))

for wrong in [(1,), (int, 1), [int], "int"]:
    try:
        print("wrong:", wrong, isinstance("x", wrong))
    except TypeError as error:
        print("wrong:", wrong, error)
print("wrong after a match:", isinstance(1, (int, 1)))


class Meta(type):
    def __bool__(cls):
        return False

    def __instancecheck__(cls, other):
        print("  asked")
        return other == 5


class WithMeta(metaclass=Meta):
    pass


class Text(str):
    pass


class Sized(list):
    def __len__(self):
        return 0


def truth(name, value):
    taken = "taken" if value else "not taken"
    print(f"{name}: {taken}, {not value}, {bool(value)}")


print("in a tuple:", isinstance(5, (str, WithMeta)), isinstance(6, (str, WithMeta)))
truth("class", Plain)
truth("class of a metaclass", WithMeta)
truth("function", truth)
truth("built-in function", len)
truth("method", [].append)
truth("bound method", Plain().__init__)
truth("module", __import__("sys"))
truth("generator", (x for x in ()))
truth("exception", ValueError())
truth("bytes", b"a")
truth("no bytes", b"")
truth("bytearray", bytearray(b"a"))
truth("no bytearray", bytearray())
truth("set", {1})
truth("no set", set())
truth("frozenset", frozenset([1]))
truth("no frozenset", frozenset())
truth("text of a class", Text("a"))
truth("no text of a class", Text())
truth("sized", Sized([1]))
truth("range", range(0))
truth("view", {}.keys())
truth("large int", 2**70)
truth("complex", 0j)
print("sums:", "a" + "b", b"a" + b"b", Text("a") + "b", "é" + "x", b"" + b"", "" + "a")
try:
    "a" + b"b"
except TypeError as error:
    print("mixed:", error)

"""Slots without a value: as missing attributes, with `__getattr__`, and descriptors in other classes."""


class Plain:
    __slots__ = ("a", "b")


class Hooked:
    __slots__ = ("a",)

    def __getattr__(self, name):
        return "hook " + name


class Words(dict):
    __slots__ = ("root",)


class Over:
    a = Plain.a


def shown(action):
    try:
        return repr(action())
    except (AttributeError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


class WithDict(Plain):
    pass


mixed = WithDict()
mixed.a, mixed.c = 1, 2
print("beside a dictionary", mixed.__dict__, mixed.a, getattr(mixed, "b", "default"), hasattr(mixed, "c"))
mixed.__dict__["a"] = "hidden"
print("not in the dictionary", mixed.a, shown(lambda: Plain.a.__get__(mixed)), shown(lambda: mixed.b))

plain, words = Plain(), Words(x=1)
for turn in range(3):
    print(turn, "getattr", getattr(plain, "a", "default"), hasattr(plain, "b"), getattr(words, "root", None))
    print(turn, "load", shown(lambda: plain.a), shown(lambda: words.root))
    print(turn, "descriptor", shown(lambda: Plain.a.__get__(plain)), shown(lambda: Over().a), shown(lambda: Over.a))
    print(turn, "hook", Hooked().a, getattr(Hooked(), "a", 1), hasattr(Hooked(), "zzz"))
    print(turn, "getattribute", shown(lambda: object.__getattribute__(plain, "a")))
    plain.a = words.root = turn
    print(turn, "set", plain.a, words.root, getattr(plain, "a", "default"), getattr(words, "root", None))
    del plain.a, words.root
    print(turn, "deleted again", shown(lambda: plain.__delattr__("a")))

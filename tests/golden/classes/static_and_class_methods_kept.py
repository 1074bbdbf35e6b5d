"""Static and class methods called again and again: replaced, hidden, derived."""


class Base:
    @staticmethod
    def static(*args):
        return "static", args

    @classmethod
    def of_class(cls, *args):
        return cls.__name__, args

    @classmethod
    def made(cls):
        return cls()


class Derived(Base):
    @classmethod
    def of_class(cls, *args):
        return "derived", super().of_class(*args), super().static(1)


class Own(staticmethod):
    def __get__(self, instance, owner=None):
        return lambda *args: ("own", instance is None, args)


class OwnClass(classmethod):
    def __get__(self, instance, owner=None):
        return lambda *args: ("own of class", owner.__name__, args)


class Holder(Base):
    static = Own(len)
    of_class = OwnClass(len)


def call(target):
    return target.static(1, 2), target.of_class(3), target.static, target.of_class


def shown(target):
    static, of_class, *methods = call(target)
    return static, of_class, *(getattr(method, "__qualname__", "?") for method in methods)


base, derived, holder = Base(), Derived(), Holder()
for turn in range(3):
    for target in (base, Base, derived, Derived, holder, Holder, Base.made(), Derived.made()):
        print(turn, shown(target))
base.static = lambda *args: ("of the instance", args)
print("hidden =", shown(base), shown(Base()))
Base.static = staticmethod(lambda *args: ("replaced", args))
Base.of_class = classmethod(lambda cls, *args: ("replaced", cls.__name__, args))
print("replaced =", shown(Base()), shown(derived))
Base.static = lambda *args: ("a method", len(args))
Base.of_class = staticmethod(max)
try:
    print("of other kinds =", Base().static(1), Base.static(1), Base().of_class(3, 4), shown(derived)[0])
except TypeError as e:
    print("error =", e)
Base.of_class = classmethod(dict.fromkeys)
print("a native function =", Base().of_class is Base.of_class)

class Watch:
    stored = "class"

    def __getattr__(self, name):
        if name.startswith("x"):
            return f"made {name}"
        raise AttributeError(f"no {name} here")

    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)

    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)


w = Watch()
w.a = 1
w.a += 1
print(w.a, w.stored, w.xyz, w.__dict__)
del w.a
try:
    w.a
except AttributeError as error:
    print(error)
print(hasattr(w, "b"), getattr(w, "b", "default"), getattr(w, "xb", "default"))


class All:
    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError(name)
        return object.__getattribute__(self, name) if name.startswith("__") else name.upper()

    def __getattr__(self, name):
        return "fallback for " + name


x = All()
x.y = 5
print(x.y, x.anything, x.secret, x.__dict__)


class Ignoring:
    def __dir__(self):
        return ["b", "a"]


print("dir(Ignoring()) =", dir(Ignoring()))


# The message of an attribute without room says more when the class has no assignment of its own.
class Slotted:
    __slots__ = ("a",)


class Assigning(Slotted):
    __slots__ = ()

    def __setattr__(self, name, value):
        super().__setattr__(name, value)


for cls in (Slotted, Assigning):
    for change in (lambda o: setattr(o, "z", 1), lambda o: delattr(o, "z"), lambda o: object.__setattr__(o, "y", 1)):
        try:
            change(cls())
        except AttributeError as error:
            print(cls.__name__, "without room:", error)

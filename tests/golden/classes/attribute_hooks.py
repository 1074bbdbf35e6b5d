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

class Single:
    instance = None

    def __new__(cls, *args):
        print("new", args)
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self, *args):
        print("init", args)


print("Single(1) is Single(2) =", Single(1) is Single(2))


class Other:
    def __new__(cls):
        return "not an Other"

    def __init__(self):
        print("never")


print(Other())


class Meters(float):
    def __new__(cls, value, unit="m"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self


m = Meters(3.5, "km")
print(m, m.unit, m + 1, type(m + 1).__name__, isinstance(m, float))


class Names(list):
    def __init__(self, *names):
        super().__init__(names)
        self.extra = True

    def first(self):
        return self[0]


n = Names("a", "b")
n.append("c")
print(n, n.first(), len(n), n.extra, n == ["a", "b", "c"], type(n[:2]).__name__)


class Default(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]


d = Default(a=1)
print(d["a"], d["bb"], d, d.get("c"))


class Text(str):
    def shout(self):
        return self.upper() + "!"


t = Text("hey")
print(t.shout(), type(t.upper()).__name__, t == "hey", {t: 1}["hey"])

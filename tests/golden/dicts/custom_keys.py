class K:
    def __init__(self, name, h):
        self.name, self.h = name, h

    def __hash__(self):
        print("hash", self.name)
        return self.h

    def __eq__(self, other):
        print("eq", self.name, getattr(other, "name", other))
        return self.name[0] == other.name[0]


a, b, c = K("a1", 1), K("b", 1), K("a2", 1)
d = {a: "A"}
d[b] = "B"
print("--")
print("d[c] =", d[c])
print("--")
d[a] = "again"
print("len(d) =", len(d))


class NoHash:
    __hash__ = None


class EqOnly:
    def __eq__(self, other):
        return True


class BadHash:
    def __hash__(self):
        return "x"


for cls in (NoHash, EqOnly, BadHash):
    try:
        {cls(): 1}
    except TypeError as error:
        print(error)


class Missing(dict):
    def __missing__(self, key):
        return f"<{key}>"


m = Missing(x=1)
print("m[\"x\"] =", m["x"])
print("m[\"y\"] =", m["y"])
print("m.get(\"y\") =", m.get("y"))
print("\"y\" in m =", "y" in m)
print("m =", m)

class Indent:
    level = 0

    def __enter__(self):
        Indent.level += 1
        return self

    def __exit__(self, *exc):
        Indent.level -= 1

    def print(self, *args):
        print("  " * Indent.level, *args, sep="")


with Indent() as i:
    i.print("one")
    with i:
        i.print("two")
        with i, i:
            i.print("four")
    i.print("one again")


class Transaction:
    def __init__(self, data):
        self.data = data

    def __enter__(self):
        self.saved = dict(self.data)
        return self.data

    def __exit__(self, kind, error, tb):
        if kind:
            self.data.clear()
            self.data.update(self.saved)
            print("rolled back after", kind.__name__)
        return kind is ValueError


data = {"a": 1}
with Transaction(data) as d:
    d["b"] = 2
print("data =", data)
with Transaction(data) as d:
    d["c"] = 3
    raise ValueError
print("data =", data)
try:
    with Transaction(data) as d:
        del d["a"]
        d["zzz"]
except KeyError as error:
    print(error, data)


def generator_in_with():
    with Indent() as i:
        yield Indent.level
        yield Indent.level


for level in generator_in_with():
    print("level", level)
print("Indent.level =", Indent.level)


def returns_from_with():
    with Indent():
        with Transaction({}):
            return Indent.level


print("returns_from_with() =", returns_from_with())
print("Indent.level =", Indent.level)
for n in range(3):
    with Indent():
        if n == 0:
            continue
        if n == 2:
            break
        print("n", n)
print("Indent.level =", Indent.level)
targets = {}
with Indent() as targets["key"], Indent() as last:
    print("targets[\"key\"] is not last =", targets["key"] is not last)
    print("Indent.level =", Indent.level)

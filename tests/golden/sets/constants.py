# Sets of constants: the order of their items, and that each evaluation makes a set of its own.

def displays():
    yield "three", {3, 1, 2}
    yield "clashes", {8, 16, 0, 24, 32}
    yield "large", {10**6, 7, 64, -5, 11, 51, 22, 16, 4}
    yield "twice", {1, 9, 1, 17, 9, True}
    yield "mixed", {1.5, 2, (3, 4), 33, 17}


for name, items in displays():
    print(name, list(items), type(items).__name__)
    items.add("new")
for name, items in displays():
    print(name, "again", "new" in items, len(items))

print("loop", [n for n in {40, 8, 16, 3, 24}])
for n in {51, 4, 22, -5, 11, 16}:
    print("walk", n)
print("star", {*{8, 16, 0}, 24}, [*{32, 8, 1, 0}])
grown = {8, 16, 0}
grown |= {24, 40, 1}
grown.update({5, 21, 37})
print("grown", list(grown))
copied = {1, 2, 3, 4, 5, 6}.copy()
copied.discard(3)
print("discard", list(copied | {99, 67}), list(set(copied)))

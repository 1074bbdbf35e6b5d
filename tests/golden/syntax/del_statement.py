a, b, c = 1, 2, 3
del a
try:
    a
except NameError as error:
    print(error)
del b, c
items = [0, 1, 2, 3, 4, 5]
del items[0]
del items[-1], items[0]
print("items =", items)
del items[1:]
print("items =", items)
d = {"x": 1, "y": 2}
del d["x"]
print("d =", d)
try:
    del d["x"]
except KeyError as error:
    print("KeyError", error)


class Box:
    pass


box = Box()
box.v = 1
del box.v
try:
    box.v
except AttributeError as error:
    print(error)
try:
    del box.v
except AttributeError as error:
    print(error)


def local():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as error:
        return error


print(local())
x, y = 1, 2
del (x, [y])
print("\"x\" in globals() =", "x" in globals())
print("\"y\" in globals() =", "y" in globals())

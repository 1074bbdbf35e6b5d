"""Unpacking takes all items before it assigns any, even if an assignment changes the list."""

items = []


class Emptying:
    def __del__(self):
        items[:] = ["changed"]


a = Emptying()
items[:] = [1, 2, 3]
a, b, c = items
print("a, b, c =", a, b, c, "| list =", items)

x = [None] * 20
x[0] = Emptying()
items[:] = range(20)
(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9],
 x[10], x[11], x[12], x[13], x[14], x[15], x[16], x[17], x[18], x[19]) = items
print("twenty =", x, "| list =", items)


def local(values):
    first = Emptying()
    first, second = values
    return first, second


items[:] = ["a", "b"]
print("local =", local(items), "| list =", items)


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


p, q = [Noted("old p"), Noted("old q")]
p, q = [Noted("new p"), Noted("new q")]
print("assigned", p.name, q.name)
p, q = q, p
print("exchanged", p.name, q.name)
[p, q] = [1, 2]
print("numbers", p, q)

for wrong in ([], [1], [1, 2, 3], list(range(30))):
    try:
        p, q = wrong
    except ValueError as error:
        print(len(wrong), "items:", error)


class Own(list):
    def __iter__(self):
        return iter("xy")


p, q = Own([1, 2])
print("own iterator =", p, q)
p, q = map(str, [1, 2])
print("map =", p, q)

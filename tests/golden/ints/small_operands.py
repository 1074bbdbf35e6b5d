# Operators with a small constant on the right, on every kind of left operand.
class Loud:
    def __add__(self, other): return ("add", other)
    def __sub__(self, other): return ("sub", other)
    def __iadd__(self, other): return ("iadd", other)
    def __lt__(self, other): return "less"
    def __eq__(self, other): return []
    def __ge__(self, other): return other

class Half:
    def __isub__(self, other): return NotImplemented
    def __sub__(self, other): return ("sub", other)

for x in (5, -1, True, 2.5, -0.0, float("nan"), 2**47 - 1, -2**47, 2**70, 1j):
    print("x + 1 =", x + 1)
    print("x - 1 =", x - 1)
    print("x + 0 =", x + 0)
    print("x - 0 =", x - 0)
    print("x + -7 =", x + -7)
    print("x - -7 =", x - -7)
    print("x + 32767 =", x + 32767)
    print("x - 32768 =", x - 32768)
    print("x + 40000 =", x + 40000)
    y = x
    y += 1
    z = x
    z -= 3
    print("y =", y)
    print("z =", z)
    print("x == 2 =", x == 2)
    print("x != 2 =", x != 2)
    print("2 == x =", 2 == x)
for x in (5, 2.5, -1, True, float("nan"), 2**70):
    print("[x < 3, x <= 5, x > 5, x >= 2, x == 5, x != 5] =", [x < 3, x <= 5, x > 5, x >= 2, x == 5, x != 5])
    if x < 3:
        print("below")
    while x > 4 and x < 6:
        x -= 1
    print("x if x >= 1 else \"under\" =", x if x >= 1 else "under")
loud = Loud()
print(loud + 1, loud - 1, loud < 1, "yes" if loud < 1 else "no", "yes" if loud == 1 else "no", "yes" if loud >= 0 else "no")
loud += 4
print(loud)
half = Half()
half -= 4
print(half)
items = [1]
numbers = {"a": 1}
numbers["a"] += 1
items[0] -= 2
print("items, numbers =", items, numbers)
for work in (lambda: "a" + 1, lambda: [] - 1, lambda: None < 3, lambda: "a" >= 3):
    try:
        print(work())
    except TypeError as error:
        print(error)
try:
    items += 1
except TypeError as error:
    print(error)
try:
    text = "a"
    text -= 1
except TypeError as error:
    print(error)
try:
    if {} > 1:
        pass
except TypeError as error:
    print(error)

import copy
import gc
import weakref

a = [1, [2, 3], {"k": (4, [5])}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(99)
a[2]["k"][1].append(6)
print("b =", b)
print("c =", c)
print("b[1] is a[1] =", b[1] is a[1])
print("c[1] is a[1] =", c[1] is a[1])


class Node:
    def __init__(self, v):
        self.v, self.next = v, None

    def __repr__(self):
        return f"Node({self.v})"


n = Node(1)
n.next = n
m = copy.deepcopy(n)
print(m, m.next is m, m is n, copy.copy(n).next is n)
r = weakref.ref(n, lambda r: print("gone"))
print("r() is n =", r() is n)
n.next = None
del n
print("r() =", r())
x, y = Node("x"), Node("y")
x.next, y.next = y, x
wx = weakref.ref(x)
del x, y
print("gc.collect() >= 2 =", gc.collect() >= 2)
print("wx() =", wx())
d = weakref.WeakValueDictionary()
k = Node("k")
d["k"] = k
print(list(d.items()))
del k
print("list(d) =", list(d))
s = weakref.WeakSet()
k = Node("s")
s.add(k)
print("len(s) =", len(s))
print("k in s =", k in s)
del k
print("len(s) =", len(s))


class Custom:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep"


print(copy.copy(Custom()), copy.deepcopy([Custom()]))
weakref.finalize(Node("f"), print, "finalised")
try:
    weakref.ref(5)
except TypeError as error:
    print(error)

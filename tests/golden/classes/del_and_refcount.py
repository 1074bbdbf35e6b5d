class Noisy:
    def __init__(self, name):
        self.name = name
        print("make", name)

    def __del__(self):
        print("drop", self.name)


a = Noisy("a")
a = Noisy("b")
del a
print("after del")


def scope():
    local = Noisy("local")
    Noisy("temporary")
    print("end of scope")


scope()
items = [Noisy(i) for i in range(3)]
items.pop(1)
print("popped")
items.clear()
print("cleared")
x = Noisy("x")
y = x
del x
print("still there")
y = None
print(Noisy("argument").name)
d = {"k": Noisy("value")}
d["k"] = 0
print("replaced")
Noisy("statement")
print("end")
z = Noisy("at exit")

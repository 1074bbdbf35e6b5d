# A descriptor without `__get__` takes part in assignment only: the instance's own value is read.


class Recorder:
    def __set__(self, instance, value):
        print("set", value)
        instance.__dict__["x"] = value
    def __repr__(self): return "<the recorder>"


class Deleter:
    def __delete__(self, instance): print("deleted")
    def __repr__(self): return "<the deleter>"


class A:
    x = Recorder()
    y = Deleter()


a = A()
for turn in range(3):
    print("before" if turn == 0 else "again", a.x)
    a.x = 5 + turn
    print("after", a.x)
print("y", a.y)
a.__dict__["y"] = "own"
print("own y", a.y)
del a.y
print("y stays", a.y)
try:
    a.y = 1
except AttributeError as error:
    print("y is not set:", error)


class Meta(type):
    z = Recorder()


class C(metaclass=Meta):
    z = "the class' own"


print("class", C.z)


def read(thing): return thing.x


for turn in range(200):
    read(a)
Recorder.__get__ = lambda self, instance, owner: "from __get__"
print("with __get__ added", read(a))
del Recorder.__get__
print("and removed", read(a))

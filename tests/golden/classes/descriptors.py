class Field:
    def __set_name__(self, owner, name):
        print(f"{owner.__name__}.{name}")
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return f"<{owner.__name__} field {self.name}>"
        return instance.__dict__.get(self.name, "unset")

    def __set__(self, instance, value):
        print("setting", self.name)
        instance.__dict__[self.name] = value * 2


class NonData:
    def __get__(self, instance, owner):
        return "non-data"


class Model:
    x = Field()
    y = Field()
    z = NonData()


m = Model()
print(m.x, Model.x, m.z)
m.x = 5
print("m.x =", m.x)
print("m.__dict__ =", m.__dict__)
m.__dict__["y"] = "shadowed by the data descriptor?"
print(m.y)
m.z = "instance wins over non-data"
print(m.z, Model.z)
try:
    del m.x
except AttributeError as error:
    print(error)


class Method:
    def __init__(self, f):
        self.f = f

    def __get__(self, instance, owner=None):
        return lambda *args: ("wrapped", self.f(instance, *args))


class User:
    @Method
    def go(self, n):
        return n + 1


print(User().go(1))

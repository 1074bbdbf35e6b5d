class Dog:
    kind = "canine"

    def __init__(self, name):
        self.name = name

    def bark(self, times=1):
        return f"{self.name}: " + "woof " * times


a, b = Dog("Rex"), Dog("Ada")
print(a.bark(), b.bark(times=2), a.kind, Dog.kind)
a.kind = "robot"
print(a.kind, b.kind, Dog.kind)
Dog.kind = "wolf"
print(a.kind, b.kind)
print(a.__dict__, b.__dict__, a.__class__ is Dog, Dog.__name__)
bound = b.bark
print(bound(), bound.__self__ is b, bound.__func__ is Dog.bark)
print(Dog.bark(a))
print("isinstance(a, Dog) =", isinstance(a, Dog))
print("isinstance(a, object) =", isinstance(a, object))
print("issubclass(Dog, object) =", issubclass(Dog, object))
print("type(a) is Dog =", type(a) is Dog)
try:
    a.missing
except AttributeError as error:
    print(error)
try:
    Dog.missing
except AttributeError as error:
    print(error)
try:
    Dog()
except TypeError as error:
    print(error)
print(hasattr(a, "name"), getattr(a, "nope", "default"))
setattr(a, "age", 3)
print(a.age, sorted(vars(a)))
delattr(a, "age")
print("hasattr(a, \"age\") =", hasattr(a, "age"))
print(Dog.__bases__, Dog.__mro__ == (Dog, object), Dog.__module__)

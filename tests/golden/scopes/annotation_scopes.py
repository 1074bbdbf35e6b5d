# Names in annotation scopes inside classes: the class' namespace comes first, and a name that the class
# binds is never that of a function around it (PEP 695).
x = "global"


class Shadowing[T]:
    T = "class"
    type Alias = T
    type Own[T] = T

    def method[U](self, value: T): ...


print("rebound parameter:", Shadowing.Alias.__value__, Shadowing.method.__annotations__["value"])
print("parameter of the alias:", Shadowing.Own.__value__)


def outer():
    x = "nonlocal"
    y = "also nonlocal"

    class Binding:
        type Alias = x
        type Other = y
        before = Alias.__value__

        def method[T: x](self, value: x): ...

        bound = method.__type_params__[0].__bound__
        annotation = method.__annotations__["value"]
        x = "class"

    class Explicit:
        global x
        type Alias = x

    Explicit.x = "class"
    return Binding, Explicit


binding, explicit = outer()
print("not bound yet:", binding.before, binding.bound, binding.annotation)
print("evaluated once:", binding.Alias.__value__)
print("not bound by the class:", binding.Other.__value__)
print("declared global:", explicit.Alias.__value__)

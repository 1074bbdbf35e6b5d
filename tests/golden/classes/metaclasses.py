class Meta(type):
    def __new__(mcls, name, bases, namespace, **kw):
        print("new", name, kw)
        namespace["tag"] = name.lower()
        return super().__new__(mcls, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        super().__init__(name, bases, namespace)
        print("init", name)

    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name)
        return {"prepared": True}

    def __call__(cls, *args):
        print("call", cls.__name__)
        return super().__call__(*args)

    def __len__(cls):
        return 42

    def __contains__(cls, x):
        return x == cls.tag


class A(metaclass=Meta, flag=1):
    def __init__(self, v=0):
        self.v = v


class B(A):
    pass


print("A.tag, B.tag, A.prepared, len(A), \"a\" in A, type(B) is Meta =", A.tag, B.tag, A.prepared, len(A), "a" in A, type(B) is Meta)
print("B(3).v =", B(3).v)
C = type("C", (A,), {"x": 5})
print("C.x, C().v =", C.x, C().v)
D = type("D", (), {"hi": lambda self: "hi"})
print("D().hi(), D.__name__, type(D) is type =", D().hi(), D.__name__, type(D) is type)


class Registry:
    known = []

    def __init_subclass__(cls, /, prefix="", **kw):
        super().__init_subclass__(**kw)
        Registry.known.append(prefix + cls.__name__)


class One(Registry): pass


class Two(Registry, prefix="the_"): pass


print(Registry.known)


class Plain:
    pass


class Mixed(Plain, type):
    pass


class Named(metaclass=Mixed):
    number = 1


print("namespace through a mixin", type(Named.__dict__).__name__, Named.__dict__["number"], vars(Named)["number"])

# `obj.__class__ = C` wherever the layouts agree, and the errors elsewhere.
import sys
import types


def attempt(name, act):
    try:
        print(name, "->", act())
    except Exception as error:
        print(name, "->", type(error).__name__ + ":", error)


def assign(make, new):
    def act():
        thing = make()
        thing.__class__ = new
        return type(thing).__name__
    return act


class A: pass
class B:
    def hello(self): return "hello from B"
class Slotted:
    __slots__ = ("x",)
class AlsoSlotted:
    __slots__ = ("x",)
class OtherSlots:
    __slots__ = ("y",)
class Int1(int): pass
class Int2(int): pass
class Dict1(dict): pass
class Dict2(dict): pass
class Str1(str): pass
class Tuple1(tuple): pass
class Tuple2(tuple): pass
class Err1(Exception): pass
class Err2(Exception):
    def __str__(self): return "I am Err2"
class Meta1(type): pass
class Meta2(type):
    @property
    def title(cls): return "titled " + cls.__name__
    def __call__(cls, *args): return ("called", cls.__name__, args)
class Made(metaclass=Meta1): pass

attempt("plain", assign(A, B))
attempt("slots alike", assign(Slotted, AlsoSlotted))
attempt("slots differ", assign(Slotted, OtherSlots))
attempt("slots to dict", assign(Slotted, A))
attempt("int subclasses", assign(lambda: Int1(5), Int2))
attempt("int to subclass", assign(lambda: 5, Int2))
attempt("subclass to int", assign(lambda: Int1(5), int))
attempt("int to str subclass", assign(lambda: Int1(5), Str1))
attempt("dict subclasses", assign(Dict1, Dict2))
attempt("tuple subclasses", assign(Tuple1, Tuple2))
attempt("exceptions", assign(Err1, Err2))
attempt("plain to exception", assign(A, Err1))
attempt("a class", assign(lambda: A, B) if False else lambda: "not tried")
attempt("no class", assign(A, 3))

error = Err1("text")
error.__class__ = Err2
attempt("method of the new class", lambda: str(error))
attempt("caught as the new class", lambda: isinstance(error, Err2) and not isinstance(error, Err1))

def title(cls): return cls.title
attempt("metaclass before", lambda: title(Made))
Made.__class__ = Meta2
attempt("metaclass after", lambda: title(Made))
attempt("metaclass call", lambda: Made(1, 2))
Made.__class__ = Meta1
attempt("metaclass back", lambda: title(Made))
attempt("metaclass back call", lambda: type(Made()).__name__)
attempt("metaclass type", lambda: setattr(Made, "__class__", type))


class Loud(types.ModuleType):
    @property
    def answer(self): return 42
    def __repr__(self): return "<loud " + self.__name__ + ">"


module = types.ModuleType("quiet")
module.x = 1
def answer(): return module.answer
attempt("module before", answer)
module.__class__ = Loud
attempt("module after", answer)
attempt("module keeps its names", lambda: module.x)
attempt("module repr", lambda: repr(module))
module.__class__ = types.ModuleType
attempt("module back", answer)
attempt("module back repr", lambda: repr(module))
attempt("module to plain", lambda: setattr(module, "__class__", A))

thing = A()
thing.a, thing.b = 1, 2
thing.__class__ = B
attempt("attributes stay", lambda: (thing.__dict__, thing.hello()))

# What weak references and proxies show of their objects.
import collections
import re
import weakref


class Outer:
    class Inner:
        pass


class Named:
    __name__ = "its name"


class Computing(dict):
    def __getattr__(self, name):
        return self[name]


def function():
    pass


def shown(what, reference):
    print(what, re.sub(r"0x[0-9a-f]+", "0x0", repr(reference)))


inner, named, queue, values = Outer.Inner(), Named(), collections.deque(), {1}
shown("nested class:", weakref.ref(inner))
shown("name of an instance:", weakref.ref(named))
shown("library:", weakref.ref(queue))
shown("built-in:", weakref.ref(values))
shown("function:", weakref.ref(function))
shown("class:", weakref.ref(Outer))
computing = Computing()
shown("computed attributes:", weakref.ref(computing))
reference, proxy = weakref.ref(inner), weakref.proxy(inner)
shown("proxy:", proxy)
shown("proxy of the library's:", weakref.proxy(queue))
del inner
shown("dead:", reference)
shown("dead proxy:", proxy)

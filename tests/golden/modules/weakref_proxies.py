"""Proxies of `weakref`: reuse, operators between proxies, what they count as."""

import gc
import operator
import weakref


class Number:
    def __init__(self, value):
        self.value = value

    def __matmul__(self, other):
        return ("matmul", getattr(other, "value", other))

    def __rmatmul__(self, other):
        return ("rmatmul", getattr(other, "value", other))

    def __imatmul__(self, other):
        return ("imatmul", other)

    def __add__(self, other):
        return ("add", type(other).__name__)

    def __divmod__(self, other):
        return ("divmod", other)

    def __getitem__(self, key):
        if key > 2:
            raise IndexError
        return key

    def __len__(self):
        return 3

    def __bytes__(self):
        return b"bytes"

    def __str__(self):
        return "text"

    def __index__(self):
        return 7


def show(label, function):
    try:
        print(label, "->", function())
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


number = Number(5)
proxy = weakref.proxy(number)
show("same", lambda: weakref.proxy(number) is proxy)
show("with None", lambda: weakref.proxy(number, None) is proxy)
show("with callback", lambda: weakref.proxy(number, print) is proxy)
show("count", lambda: weakref.getweakrefcount(number))
show("references", lambda: [reference is proxy for reference in weakref.getweakrefs(number)])
show("with reference", lambda: (weakref.ref(number) is weakref.ref(number)))
show("matmul", lambda: proxy @ 2)
show("rmatmul", lambda: 2 @ proxy)
show("imatmul", lambda: operator.imatmul(proxy, 2))
show("between proxies", lambda: proxy + proxy)
show("divmod", lambda: divmod(proxy, 2))
show("in", lambda: (1 in proxy, 9 in proxy))
show("items", lambda: list(proxy))
show("reversed", lambda: list(reversed(proxy)))
show("bytes", lambda: bytes(proxy))
show("str", lambda: str(proxy))
show("index", lambda: hex(proxy))
show("bool", lambda: bool(proxy))
show("isinstance", lambda: (isinstance(proxy, Number), type(proxy).__name__))
show("hash", lambda: isinstance(proxy, type(hash)))
show("next", lambda: next(proxy))
show("equal", lambda: (proxy == proxy, proxy == number, proxy != number))
show("order", lambda: proxy < 1)
show("minus", lambda: -proxy)
show("ProxyType()", lambda: weakref.ProxyType(number))
dead = weakref.proxy(number, lambda gone: print("callback", type(gone).__name__))
del number
gc.collect()
show("dead", lambda: proxy.value)
show("dead len", lambda: len(proxy))
show("dead str", lambda: str(proxy))

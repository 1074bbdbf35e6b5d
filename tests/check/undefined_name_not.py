"""Names that are defined, in every way that there is."""

import os.path
import sys
from typing import Generic as G, TypeVar

__all__ = ["main"]

print(__name__, __file__, __doc__, __builtins__, __debug__, __spec__, os, sys, G, TypeVar)

try:
    import json
except ImportError:
    json = None

try:
    text_type = unicode
except NameError:
    text_type = str

try:
    get_ipython
except NameError:
    in_notebook = False


def notebook():
    return get_ipython()


if sys.version_info[0] < 3:
    text_types = (basestring,)


def before():
    return defined_later(counter)


def defined_later(n):
    global counter
    counter = n
    return counter


class Kitchen[T: (int, str) = int]:
    oven: "Oven"
    size = 4
    table = size
    print(__qualname__, __module__)

    def cook[*Ts, **P](self, *args: *Ts, **kwargs: P) -> T:
        print(__class__, self.__secret, super().__init__)
        return args, kwargs

    __hidden = 1
    print(__hidden)


type Pair[A] = tuple[A, Later]
type Later = int


def main(a, /, b, *c, d=1, **e):
    def inner():
        nonlocal b
        b = 2
        return a

    with open(os.devnull) as (f):
        print(f)
    for i, (j, *k) in []:
        print(i, j, k)
    else:
        print(i)
    try:
        pass
    except* (OSError, ValueError) as error:
        print(error)
    match a:
        case [x, *rest] | {"x": x, **rest}:
            print(x, rest)
        case str() as s if s:
            print(s)
    if (n := len(c)) > 1:
        print(n)
    print([m for y in c if (m := y)], m, {q: w for q, w in e.items()})
    print((lambda v, *u, t=d: (v, u, t))(1), inner, exit, copyright)
    print(f"{a!r:>{b}} {(lambda: d)()}")
    del a
    local: Undefined_but_not_evaluated = 1
    return local


_("gettext may install it")

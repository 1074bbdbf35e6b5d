import sys


def f():
    try:
        raise ValueError("v")
    except ValueError:
        print("handling", sys.exc_info()[0].__name__)
        raise


try:
    f()
except ValueError as error:
    print("again", error)
print("sys.exc_info() =", sys.exc_info())
try:
    raise
except RuntimeError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    raise int
except TypeError as error:
    print(error)


def gen():
    try:
        yield 1
    except KeyError:
        print("in generator", sys.exception())
        yield 2


g = gen()
next(g)
print("g.throw(KeyError(\"k\")) =", g.throw(KeyError("k")))
print("outside", sys.exception())
try:
    1 / 0
except ZeroDivisionError:
    try:
        [][0]
    except IndexError:
        print(sys.exception())
    print(sys.exception())
e = ValueError("kept")
try:
    raise e
except ValueError as caught:
    print("caught is e =", caught is e)
    print("caught.__traceback__ is not None =", caught.__traceback__ is not None)

"""close() and throw() reach an iterator that is no generator, but has a close()."""


class Source:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def close(self):
        print("closed")


def delegate(source):
    yield from source


generator = delegate(Source())
next(generator)
generator.close()
print("after close")

generator = delegate(Source())
next(generator)
del generator
print("after del")


class Unclosable(Source):
    close = None


generator = delegate(Unclosable())
next(generator)
try:
    generator.close()
except TypeError as error:
    print(error)


class NoException(Exception):
    def __new__(cls):
        return 5


try:
    delegate(Source()).throw(NoException)
except TypeError as error:
    print(error)


def steps():
    try:
        yield 1
    finally:
        print("finally")


# The frame of a generator that has not begun can be cleared, that of a suspended one can't.
generator = steps()
generator.gi_frame.clear()
print(list(generator))
generator = steps()
next(generator)
try:
    generator.gi_frame.clear()
except RuntimeError as error:
    print(error)

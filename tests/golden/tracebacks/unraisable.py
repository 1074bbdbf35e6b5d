import sys


class Farewell:
    """A finalizer whose repr has no address."""

    def __call__(self):
        self.spill(1)

    def spill(self, amount):
        raise ValueError("spilt"
                         f" {amount}")

    def __repr__(self):
        return "farewell"


class Pot:
    __del__ = Farewell()


pot = Pot()
try:
    del pot
finally:
    print("still cooking")


def numbers():
    try:
        yield 1
    finally:
        raise KeyError


def hook(unraisable):
    print(unraisable.exc_type, repr(unraisable.exc_value), unraisable.err_msg)
    print(unraisable.object.__name__, unraisable.exc_traceback.tb_lineno)


sys.unraisablehook = hook
generator = numbers()
next(generator)
generator = None
sys.unraisablehook = sys.__unraisablehook__
pot = Pot()
del pot
print("the end")

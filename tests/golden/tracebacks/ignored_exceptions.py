"""Exceptions that nothing can handle: "Exception ignored in"."""

import atexit
import gc
import sys
import weakref


class Dies:
    def __del__(self):
        raise ValueError("dying")


class DiesDeep:
    def fail(self):
        raise KeyError("deep")

    def __del__(self):
        try:
            self.fail()
        except KeyError:
            raise TypeError("in handler")


def generator():
    try:
        yield 1
    finally:
        raise ValueError("closing")


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


class Referent:
    pass


def callback(reference):
    raise ValueError("callback")


Dies()
DiesDeep()


def local():
    dies = Dies()
    print("local")


local()
cycle = Dies()
cycle.itself = cycle
del cycle
gc.collect()
referent = Referent()
reference = weakref.ref(referent, callback)
del referent


def hook(args):
    print("hook:", args.exc_type, args.exc_value, args.err_msg, args.object.__qualname__, args.exc_traceback is not None)


sys.unraisablehook = hook
Dies()


def failing_hook(args):
    raise RuntimeError("hook fails")


sys.unraisablehook = failing_hook
Dies()
sys.unraisablehook = sys.__unraisablehook__
Dies()


@atexit.register
def last():
    print("last")


@atexit.register
def failing():
    1 / 0


@atexit.register
def exiting():
    raise SystemExit(3)


@atexit.register
def first():
    print("first")

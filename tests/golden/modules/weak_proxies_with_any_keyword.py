"""A proxy passes every keyword on, also `self`."""
import weakref


def show(*args, **kwargs):
    return args, kwargs


print("self:", weakref.proxy(show)(1, self=2, args=3, kwargs=4))

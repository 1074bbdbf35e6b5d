"""What inspect.signature says about calling built-in classes."""
import inspect

for each in (bool, bytearray, bytes, complex, dict, enumerate, filter, float, frozenset, int, list, map, memoryview, object,
             property, range, reversed, set, slice, staticmethod, str, super, tuple, type, zip):
    try:
        print(each.__name__, inspect.signature(each))
    except ValueError:
        print(each.__name__, "has no signature")

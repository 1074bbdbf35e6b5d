"""Checks of the arguments of functions and methods, with the errors of the original."""

from operator import index


def expect(value, cls):
    """Raises TypeError unless the value is an instance of a class."""
    if not isinstance(value, cls):
        shown = "'None'" if value is None else f"'{type(value).__name__}' object"
        raise TypeError(f"{shown} is not an instance of '{cls.__name__}'")


def expect_text(*values):
    """Raises TypeError unless all values are text, or None."""
    for value in values:
        if value is not None:
            expect(value, str)


def port_number(value):
    """The value as a number of 16 bits, or None. Raises TypeError or OverflowError."""
    if value is None:
        return None
    number = index(value)
    if not 0 <= number < 65536:
        raise OverflowError(f"number too {'small' if number < 0 else 'large'} to fit in target type")
    return number

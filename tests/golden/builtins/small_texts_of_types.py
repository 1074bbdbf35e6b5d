"""Derived comparisons' docstrings, deletion errors, and expressions that are indented."""
import ast
import functools
import types

for root in ("__lt__", "__le__", "__gt__", "__ge__"):
    derived = functools.total_ordering(type("Derived", (), {root: lambda self, other: NotImplemented}))
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        print(root, name, getattr(derived, name).__doc__)

for value in (object(), (1,), "a", 5, range(3), b"x", frozenset(), None, int, types.MappingProxyType({})):
    for key in (0, "key"):
        try:
            del value[key]
        except TypeError as error:
            print("delete", repr(key), error)

for text in (" True", "\tTrue", " (1,\n2)", "True ", "(\n True)"):
    for function in (eval, ast.literal_eval, functools.partial(ast.parse, mode="eval")):
        try:
            result = function(text)
            print("expression", repr(text), type(result).__name__)
        except SyntaxError as error:
            print("expression", repr(text), type(error).__name__, error.msg, error.lineno)

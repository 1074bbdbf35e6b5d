"""Errors of `__len__` and `__length_hint__` while a list or tuple is made."""

import collections
import operator


def show(label, function, *arguments):
    try:
        print(label, "->", function(*arguments))
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


def iterator(**methods):
    class Iterator:
        def __iter__(self):
            return self

        def __next__(self):
            raise StopIteration

    for name, method in methods.items():
        setattr(Iterator, f"__{name}__", method)
    return Iterator()


def fails(self):
    raise RuntimeError("asked")


CASES = {
    "len raises": dict(len=fails),
    "len raises TypeError": dict(len=lambda self: [] + 1),
    "len is text": dict(len=lambda self: "a"),
    "len is negative": dict(len=lambda self: -1),
    "hint raises": dict(length_hint=fails),
    "hint is negative": dict(length_hint=lambda self: -1),
    "hint is text": dict(length_hint=lambda self: "a"),
    "hint is NotImplemented": dict(length_hint=lambda self: NotImplemented),
    "hint is large": dict(length_hint=lambda self: 1000),
}
for label, methods in CASES.items():
    for function in (list, tuple, [].extend, lambda x: [*x], lambda x: (*x,), sorted, "".join, operator.length_hint):
        name = getattr(function, "__name__", "function")
        show(f"{label} {name}", function, iterator(**methods))
    for function in (set, frozenset, collections.deque, dict, any, max, sum):
        if function is not max:
            show(f"{label} {function.__name__}", function, iterator(**methods))

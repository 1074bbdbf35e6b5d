import collections
import asyncio


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
        self._secret = 0

    def __repr__(self):
        raise RuntimeError("reports must not call this")


def show(number, text, numbers, mapping, point):
    return number[text, numbers, mapping, point]


show(2**2000, "a long text " * 20, list(range(100)), {"a": [1, [2, [3]]], "b": {1, 2}}, Point(1, Point(2, 3)))

# Calls of classes with `*args` whose constructors run the program's code.
import itertools


class Open:
    def __init__(self, name): self.name = name
    def __iter__(self):
        def deep(n): return [n, "x" * n] if n == 0 else deep(n - 1) + [n]
        deep(5)
        return iter((1, 2))


class Number:
    def __index__(self): return sum(range(4))


class Failing(Exception):
    def __init__(self, *args): super().__init__(*[str(arg) for arg in args])


print("takewhile", list(itertools.takewhile(*(lambda x: x < 2, Open("a")))))
print("map", list(map(*(lambda a, b: (a, b), Open("b"), Open("c")))))
print("list", list(*(Open("d"),)), tuple(*[Open("e")]), sorted(set(*(Open("f"),))))
print("dict", dict(*([(1, 2)],), **{"a": 3}))
print("range", range(*(Number(), Number())), range(*[Number()]))
print("bytes", bytes(*(Open("g"),)))
print("exception", Failing(*(1, Open("h").name)).args)
print("keywords", Open(*(), **{"name": "i"}).name)

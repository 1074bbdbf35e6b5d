import functools
import operator

print("functools.reduce(operator.add, [1, 2, 3]), functools.redu... =", functools.reduce(operator.add, [1, 2, 3]), functools.reduce(lambda a, b: a * b, range(1, 6), 10), functools.reduce(max, [3, 9, 2]))
add = functools.partial(lambda a, b, c=0: (a, b, c), 1, c=3)
print("add(2), add(2, c=5), add.args, add.keywords, functools.pa... =", add(2), add(2, c=5), add.args, add.keywords, functools.partial(add, 9)())
basetwo = functools.partial(int, base=2)
print("basetwo(\"101\"), functools.partial(print, \"x\", sep=\"-\")(\"y\") =", basetwo("101"), functools.partial(print, "x", sep="-")("y"))


@functools.lru_cache(maxsize=2)
def f(x):
    print("call", x)
    return x * 2


print(f(1), f(2), f(1), f(3), f(2), f.cache_info())
f.cache_clear()
print("f(1), f.cache_info().misses, f.__wrapped__(5) =", f(1), f.cache_info().misses, f.__wrapped__(5))


@functools.cache
def g(a, b=1):
    return a + b


print(g(1), g(1, 1), g(1, b=1), g.cache_info())


class C:
    @functools.cached_property
    def slow(self):
        print("computed")
        return 7

    @functools.partialmethod
    def nothing(self): ...

    def scale(self, k, x):
        return k * x

    double = functools.partialmethod(scale, 2)


c = C()
print(c.slow, c.slow, c.__dict__, c.double(4))


@functools.singledispatch
def show(x):
    return f"object {x}"


@show.register
def _(x: int | float):
    return f"number {x}"


@show.register(str)
def _(x):
    return f"string {x}"


print(show(1), show(2.5), show("a"), show([]), show.dispatch(bool)(True))
print("sorted(\"bca\", key=functools.cmp_to_key(lambda a, b: (a < ... =", sorted("bca", key=functools.cmp_to_key(lambda a, b: (a < b) - (a > b))))
try:
    functools.reduce(operator.add, [])
except TypeError as error:
    print(error)
print("operator.itemgetter(1)(\"abc\"), operator.itemgetter(0, 2)(... =", operator.itemgetter(1)("abc"), operator.itemgetter(0, 2)("abc"), operator.attrgetter("real")(5), operator.methodcaller("upper")("x"), operator.mul(3, 4), operator.truth([]), operator.contains([1], 1), operator.neg(2), operator.floordiv(7, 2))

"""math's functions of small and large integers; partial, lru_cache and replace with few and many arguments."""
import functools
import math


def tell(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print("gcd", math.gcd(), math.gcd(-12, 18), math.gcd(0, 0), math.gcd(2**47, 2**46 * 3), math.gcd(2**80, 2**70 * 3, 2**60), math.gcd(True, 4))
for wrong in ((1.5,), ("x", 2), (2, None)):
    tell(math.gcd, *wrong)
print("factorial", [math.factorial(n) for n in (0, 1, 2, 19, 20, 21, 25)], math.factorial(True))
for wrong in (-1, 2.0, "3", 10**20):
    tell(math.factorial, wrong)
print("isqrt", [math.isqrt(n) for n in (0, 1, 3, 4, 99, 10**14 - 1, 2**46, 10**30)])
for wrong in (-1, 1.5):
    tell(math.isqrt, wrong)
print("comb", [math.comb(n, k) for n, k in ((0, 0), (5, 0), (5, 5), (5, 6), (60, 30), (61, 30), (100, 3), (10**12, 2))])
for wrong in ((-1, 2), (2, -1), (2.5, 1)):
    tell(math.comb, *wrong)


def shown(*args, **kwargs):
    return args, kwargs


part = functools.partial(shown, 1, b=2, c=3)
print(part(), part(4), part(4, c=5, d=6), functools.partial(part, 7, e=8)())
print(functools.partial(shown)(1, x=2), functools.partial(shown, 1)(2))
odd = functools.partial(shown)
odd.__setstate__((shown, (), {1: 2}, {}))
tell(odd)


@functools.lru_cache(maxsize=3)
def cached(*args, **kwargs):
    return len(args), kwargs


for args, kwargs in (((1, 2), {}), ((1, 2.0), {}), ((2, 1), {}), ((), {}), ((1,), {"a": 1}), ((1, 2), {})):
    print("cached", cached(*args, **kwargs), cached.cache_info())
tell(cached, [])

for text in ("", "x", "axa", "aaa", "béa"):
    print([text.replace("a", new, count) for new in ("", "b", "ccc") for count in (-1, 0, 1, 2)])

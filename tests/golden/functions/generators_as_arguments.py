def total(numbers):
    return sum(numbers)


def show(*args, sep="|", **kwargs):
    print(*args, *(f"{k}={v}" for k, v in kwargs.items()), sep=sep)


print(total(x * x for x in range(4)), total([1, 2]), max((len(w), w) for w in ["a", "bbb", "cc"]))
show(1, *(x for x in range(2)), sep="/", **{k: k.upper() for k in "ab"})
show(*map(str.upper, "xy"), *zip("ab", "cd"), **dict(z=[*range(2)]))


def compose(*functions):
    def composed(x):
        for f in reversed(functions):
            x = f(x)
        return x

    return composed


print("compose(str, abs, int)(\"-5\") =", compose(str, abs, int)("-5"))
print("compose()(1) =", compose()(1))


def curry(f, n):
    return f if n <= 1 else lambda x: curry(lambda *rest: f(x, *rest), n - 1)


print("curry(lambda a, b, c: (a, b, c), 3)(1)(2)(3) =", curry(lambda a, b, c: (a, b, c), 3)(1)(2)(3))


def memo(f):
    seen = {}
    return lambda *a: seen[a] if a in seen else seen.setdefault(a, f(*a))


fib = memo(lambda n: n if n < 2 else fib(n - 1) + fib(n - 2))
print("fib(60) =", fib(60))
apply = lambda f, *a, **k: f(*a, **k)
print(apply(sorted, [3, 1, 2], reverse=True), apply(apply, max, 1, 2), apply(lambda: "none"))
print("list(filter(lambda p: p[0] != p[1], [(a, b) for a in \"xy\"... =", list(filter(lambda p: p[0] != p[1], [(a, b) for a in "xy" for b in "xy"])))
methods = [str.upper, str.title, lambda s: s[::-1], "prefix ".__add__, "-".join]
print([m("ab cd") for m in methods])

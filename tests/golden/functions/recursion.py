def fact(n):
    return 1 if n == 0 else n * fact(n - 1)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, a="a", b="b", c="c"):
    return hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c) if n else []


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def flatten(x):
    return [z for y in x for z in flatten(y)] if isinstance(x, list) else [x]


print("fact(20) =", fact(20))
print("fact(25) =", fact(25))
print("fib(15) =", fib(15))
print("ackermann(2, 3) =", ackermann(2, 3))
print("hanoi(3) =", hanoi(3))
print("even(100) =", even(100))
print("odd(101) =", odd(101))
print("flatten([1, [2, [3, [4]], 5]]) =", flatten([1, [2, [3, [4]], 5]]))


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print("depth(0) > 500 =", depth(0) > 500)

print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 2.0**10, 2**0.5, (-8) ** (1 / 3))
inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, inf > 10**1000, nan < 1, nan == nan, nan != nan, nan in [nan], [nan] == [nan], inf == inf, -inf < inf)
print(max(1.5, 2), min(nan, 1), max(1, nan), sorted([3.5, -1, 2, 0.5]), sum([0.1] * 10), sum([0.1] * 3) == 0.3)
print(0.0 == -0.0, 1 / -inf, abs(-0.0), -0.0, 0.0 * -1, hash(0.0) == hash(0), hash(1.0) == hash(1), hash(0.5), hash(inf), hash(-inf))
print(1e308 * 10, -1e308 * 10, 5e-324 / 2, 1.0 // 0.1, 1.0 % 0.1)
for bad in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "0.0 ** -1", "1e308 ** 2", "divmod(1.0, 0)"):
    try:
        eval(bad)
    except (ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
print(3.7.__floor__(), 3.2.__ceil__(), (-3.7).__trunc__(), int(3.7), 1.5.__class__.__name__)
x = 0.0
for _ in range(10):
    x += 0.1
print(x, x == 1.0, abs(x - 1) < 1e-9)

print(0.1, 0.1 + 0.2, 1 / 3, 1e16, 1e15, 123456789.0, 1e22, 1e23, 5e-324, 1.7976931348623157e308, 0.0001, 0.00001, -0.0)
print(1.0, 100.0, 1e2, 1.5e300 * 1e10, float("inf"), -float("inf"), float("nan"), 2.5e-8, 3.0e100)
print([0.1, 1e100], (1.0,), {0.5: 1.5}, str(2.0), repr(1e5), 4.35, 2.675, 9007199254740993.0, 1e21 + 1)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(0.5), round(1.5), round(2.345, 1), type(round(2.0)).__name__, type(round(2.0, 0)).__name__)
print((0.1).hex(), float.fromhex("0x1.8p1"), (0.5).as_integer_ratio(), (2.5).is_integer(), (3.0).is_integer())
print(float("1e5"), float(" 2.5 "), float("-inf"), float("1_0.5"), float(10**20), float("nan"), float(), float(b"1.5"))
for bad in ("float('')", "float('1..2')", "float('abc')", "float(None)", "float(10**400)", "round(float('nan'))", "round(float('inf'))", "float([])"):
    try:
        eval(bad)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)

print(abs(-3), abs(-2.5), abs(3 + 4j), divmod(7, 2), divmod(-7, 2.0), pow(2, 3), pow(2, 3, 5), round(2.567, 2), round(25, -1), max(1, 2, 3), min([4, 2]), max("abc"), min("b", "a", key=ord))
print(sum([1, 2]), sum([1, 2], 10), sum([0.1, 0.2]), sum([[1]], []), bin(5), oct(8), hex(255), chr(97), ord("a"), hash(5), int(7.9), float(3), complex(1, 2), bool([]))
print(max([], default="none"), min([3], default=0), max([1, 5, 3], key=lambda x: -x), max((1, "b"), (1, "a")), max([[1], [0, 9]]))
print(all([]), any([]), all([1, 0]), any([0, 2]), all(x > 0 for x in [1, 2]))
for bad in ("max()", "max(1)", "max([])", "sum(['a'])", "sum('ab', '')", "abs('a')", "pow(2, -1, 4)", "round('a')", "divmod(1, 0)", "min(1, 'a')", "ord('')", "chr(1114112)", "bin(1.5)", "sum(5)", "int('1', 37)"):
    try:
        eval(bad)
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)

# Comparisons, hashes and conversions among all kinds of number.
import math
import operator
from decimal import *
from fractions import Fraction

NUMBERS = [
    Decimal("0"), Decimal("-0.0"), Decimal("1.50"), Decimal("1E+2"), Decimal("1E-30"), Decimal("Infinity"),
    Decimal("NaN"), 0, 1, 100, 2**70, 1.5, 0.1, float("inf"), float("nan"), Fraction(3, 2), Fraction(1, 3), True, 1.5 + 0j, "1",
]
getcontext().traps[InvalidOperation] = False
for a in NUMBERS[:7]:
    for b in NUMBERS:
        results = []
        for compare in [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]:
            for x, y in [(a, b), (b, a)]:
                try:
                    results.append("FT"[compare(x, y)])
                except TypeError as error:
                    results.append("E")
        print(repr(a), repr(b), "".join(results))

for trapped in [False, True]:
    with localcontext() as context:
        context.traps[FloatOperation] = trapped
        context.clear_flags()
        for case in ["Decimal(1) == 1.0", "Decimal(1) < 1.5", "Decimal(1.5)", "Decimal.from_float(1.5)", "getcontext().create_decimal(0.5)"]:
            try:
                print(case, eval(case), context.flags[FloatOperation])
            except FloatOperation as error:
                print(case, error)
            context.clear_flags()

for a in [Decimal("1.50"), Decimal("-100"), Decimal("1E+20"), Decimal("1E+400"), Decimal(1) / 3, Decimal("Infinity"), Decimal("-Infinity"), Decimal("0.1")]:
    print(repr(a), hash(a), bool(a))
print("equal hashes", hash(Decimal("1.5")) == hash(1.5) == hash(Fraction(3, 2)), hash(Decimal(10**30)) == hash(10**30))
print(hash(Decimal(0.1)) == hash(0.1), {Decimal("2.0"): "two"}[2], {0.5: "half"}[Decimal("0.50")])
print(sorted([Decimal(3), 1, 2.5, Fraction(5, 4), Decimal("-7E+3")]), max(Decimal("1.0"), 1), sum([Decimal("0.1")] * 3))

for a in map(Decimal, ["2.5", "-2.5", "3.7", "-0.5", "1E+30", "1E-400", "-0", "Infinity", "NaN", "sNaN"]):
    for convert in [int, float, round, math.trunc, math.floor, math.ceil, complex, Decimal.as_integer_ratio, Decimal.adjusted]:
        try:
            print(convert.__name__, a, convert(a))
        except Exception as error:
            print(convert.__name__, a, type(error).__name__, error)
for places in [0, 1, -1, 3, 30, 10**18, -(10**19), "1"]:
    try:
        print(places, repr(round(Decimal("12.345"), places)))
    except Exception as error:
        print(places, type(error).__name__, error)
print(divmod(Decimal(-7), 2), divmod(7, Decimal("1.5")), pow(Decimal(3), 4, 5), pow(2, Decimal(10)), Decimal(2) ** -1)
for case in ["Decimal(1) + 1.0", "'a' + Decimal(1)", "Decimal(1) < 'a'", "Decimal(2) ** 1.5", "Decimal(1) / Fraction(1, 2)", "divmod(Decimal(1), 'a')", "pow(Decimal(2), 3, 'a')"]:
    try:
        print(case, eval(case))
    except TypeError as error:
        print(case, error)

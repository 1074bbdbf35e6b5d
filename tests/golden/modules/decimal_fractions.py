from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

print("Decimal(\"0.1\") + Decimal(\"0.2\") =", Decimal("0.1") + Decimal("0.2"))
print("Decimal(1) / 3 =", Decimal(1) / 3)
print("Decimal(\"1.10\") * 2 =", Decimal("1.10") * 2)
print("round(Decimal(\"2.675\"), 2) =", round(Decimal("2.675"), 2))
print("Decimal(\"2.5\").quantize(Decimal(\"1\"), ROUND_HALF_UP) =", Decimal("2.5").quantize(Decimal("1"), ROUND_HALF_UP))
print("Decimal(0.1) =", Decimal(0.1))
print("Decimal(\"1E+3\") =", Decimal("1E+3"))
print("-Decimal(\"5\") =", -Decimal("5"))
print("Decimal(2) ** 10 =", Decimal(2) ** 10)
getcontext().prec = 6
print(Decimal(1) / 7, Decimal(2).sqrt(), Decimal("1") == 1, Decimal("1.5") > 1, sum([Decimal("0.1")] * 3), int(Decimal("7.9")), f"{Decimal('3.14159'):.2f}", repr(Decimal("nan")))
print(Fraction(1, 3) + Fraction(1, 6), Fraction("0.25"), Fraction(6, 4), Fraction(0.5), Fraction(1, 3) * 3 == 1, float(Fraction(1, 8)), Fraction(7, 2) // 1, Fraction(3, 2).limit_denominator(1), repr(Fraction(1, 2)), Fraction(1, 2) ** 2)
try:
    Decimal(1) / 0
except ArithmeticError as error:
    print(type(error).__name__)
try:
    Fraction(1, 0)
except ZeroDivisionError as error:
    print(error)

# What the signals say.
for broken in (lambda: Decimal("x"), lambda: Decimal(1) / 0, lambda: Decimal("inf") - Decimal("inf"), lambda: Decimal(0) / 0):
    try:
        print(broken())
    except ArithmeticError as error:
        print(type(error).__name__, error)
import decimal

print(decimal.getcontext())

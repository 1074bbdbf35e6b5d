# Numeric strings in both directions, and the other arguments of the constructor.
from decimal import *

for text in [
    "0", "-0", "+1", "1.5", ".5", "5.", "-.5e-3", "1e5", "1E+5", "12e-10", "123456789012345678901234567890",
    "0.000001", "0.0000001", "1e-7", "0e10", "-0.00e-5", "1_000.5_0", "  3.5\n", "\u0661\u0662.\u0663",
    "inf", "-Infinity", "nan", "-NaN123", "sNaN0", "snan007", "NaN" + "9" * 40,
    "1e999999999999999999", "1e-1999999999999999997", "9" * 38, "9" * 39, "1" + "0" * 40 + "e-39",
]:
    number = Decimal(text)
    print(ascii(text), repr(number), number.to_eng_string(), number.as_tuple())

for text in [
    "", " ", ".", "e5", "1e", "1e+", "--1", "1 2", "0x10", "1.2.3", "nan-1", "infinit", "naninf", "1e5.0", "\u00b2",
    "1e1000000000000000000", "1e-1999999999999999998", "1e99999999999999999999999999", "0e-99999999999999999999",
]:
    try:
        print(ascii(text), Decimal(text))
    except InvalidOperation as error:
        print(ascii(text), error)
    with localcontext(Context(traps=[])):
        print(ascii(text), Decimal(text), getcontext().flags[InvalidOperation])

for value in [
    0, -5, 2**48, -(2**64), 10**40, True, 0.1, -0.0, 1e300, 5e-324, float("inf"), float("-inf"), float("nan"),
    (0, (1, 2, 3), -2), (1, (), 0), (1, (0, 0, 7), 3), [0, [4, 5], 1], (0, (), "F"), (1, (1, 2), "n"), (0, (0,), "N"),
    Decimal("1.50"),
]:
    print(value, repr(Decimal(value)))

for value in [
    None, 1j, b"1", [], (1, 2), (2, (1,), 0), (0, (10,), 0), (0, "12", 0), (0, (1,), "x"), (0, (1,), 1.5), (0, 1, 0),
    ("0", (1,), 0), (0, (1,), 10**20), (0, (1,), 10**18),
]:
    try:
        print(value, repr(Decimal(value)))
    except Exception as error:
        print(value, type(error).__name__, error)

context = Context(prec=3, traps=[])
for value in ["1234.5", " 1", "1_0", "nan1234", "nan12", 123456, -0.12345, (0, (9, 9, 9, 9), 5), (1, (0,), 2000000), Decimal("98765")]:
    context.clear_flags()
    result = context.create_decimal(value)
    print(value, repr(result), [s.__name__ for s, is_set in context.flags.items() if is_set])
print(context.create_decimal_from_float(0.1), context.create_decimal_from_float(12345), Decimal.from_float(0.1))

for number in map(Decimal, ["123E+5", "1.5E-9", "0E+3", "0E-9", "12345E-10", "-1E+1", "9.99E+100"]):
    with localcontext(Context(capitals=0)):
        print(number, number.to_eng_string(), repr(number), format(number), format(number, "E"))

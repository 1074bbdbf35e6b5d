# Format specifications.
from decimal import *

SPECS = """_ # #.0f z z.1f 010 =10 <010 *^12 010, 015,.2f n .3n +n . .1 .0 % .1% e E G .3G .0e .5e 10 xx +.2F s d , ,d
    +,.3e z, 0<5 =0 ^05 <, 020,.3e ->12.1f 5.20f .25 , é>10 1,000 ,.f +08.2f""".split()
SPECS += ["", " ", " .2f", "- ", "\n>5", "10" + "0" * 18, ".9" + "9" * 18, "1" + "0" * 20]
for text in ["1234567.891", "-0.0001", "0", "NaN", "-Infinity", "1E+10", "-0E+5", "sNaN12", "-999.995", "5E-8", "12345678E-4"]:
    number = Decimal(text)
    for spec in SPECS:
        try:
            print(text, ascii(spec), ascii(format(number, spec)))
        except Exception as error:
            print(text, ascii(spec), type(error).__name__, error)

for rounding in [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_05UP]:
    with localcontext(Context(prec=3, rounding=rounding)):
        print(rounding, format(Decimal("123456.785"), ".2f"), format(Decimal("-0.25"), ".1f"), format(Decimal("1.205"), ".3"))

conventions = {"decimal_point": "&", "thousands_sep": "-", "grouping": "\x01\x04\x02\x7f"}
for text in ["12.7", "1234567890123", "-123456.5"]:
    print(Decimal(text).__format__("n", conventions), Decimal(text).__format__("015n", conventions))
for name, value in [("decimal_point", "xxxxx"), ("thousands_sep", "yyyyy"), ("grouping", "\xff")]:
    try:
        print(Decimal("1.5").__format__("n", conventions | {name: value}))
    except ValueError as error:
        print(name, error)
print(f"{Decimal('3.14159'):.2f} {Decimal(10):>8} %s %.3f" % (Decimal("2.50"), Decimal("2.0005")))

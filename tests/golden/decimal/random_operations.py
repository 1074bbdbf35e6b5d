# Random operands, contexts and operations; results and flags.
import random
from decimal import *

MODES = [
    ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR,
    ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP,
]
UNARY = """exp ln log10 logb logical_invert next_minus next_plus normalize sqrt abs minus plus to_integral
    to_integral_exact number_class to_eng_string to_sci_string is_normal is_subnormal copy_abs create_decimal""".split()
BINARY = """compare compare_signal compare_total compare_total_mag copy_sign logical_and logical_or logical_xor max
    max_mag min min_mag next_toward remainder_near rotate scaleb shift add subtract multiply divide divide_int
    remainder quantize divmod power same_quantum""".split()
source = random.Random(1701)


def digits(count):
    kind = source.randrange(8)
    if kind == 0:
        return source.choice("123456789") + "0" * (count - 1)
    if kind == 1:
        return "9" * count
    if kind == 2:
        return "5" + "0" * (count - 1)
    if kind == 3:
        return "".join(source.choice("01") for _ in range(count))
    return "".join(source.choice("0123456789") for _ in range(count))


def number(precision):
    sign = source.choice(["", "-"])
    kind = source.randrange(24)
    if kind == 0:
        return Decimal(sign + source.choice(["inf", "nan", "snan", "nan12", "snan" + "7" * 40]))
    if kind == 1:
        return Decimal(f"{sign}0e{source.randint(-60, 60)}")
    count = source.choice([1, 2, 3, precision, precision + 1, source.randint(1, 2 * precision + 2)])
    places = source.choice([0, -source.randint(0, count + 3), source.randint(-40, 40), source.randint(-400, 400)])
    return Decimal(f"{sign}{digits(count)}e{places}")


def operands(name, precision):
    x, y = number(precision), number(precision)
    if name in ("rotate", "shift", "scaleb"):
        y = Decimal(source.randint(-precision - 1, precision + 1))
    elif name.startswith("logical"):
        x, y = (Decimal(int(digits(precision).translate({i: 48 + i % 2 for i in range(48, 58)}))) for _ in "xy")
    elif name == "power":
        y = Decimal(source.choice([source.randint(-20, 20), source.randint(-2000, 2000), "0.5", "-0.37"]))
    elif name == "exp" and x.is_finite() and x.adjusted() > 6:
        x = x.scaleb(-x.adjusted())
    return (x, y) if name in BINARY else (x,)


for case in range(700):
    precision = source.choice([1, 2, 3, 7, 9, 16, 18, 19, 28, 36, 37, 38, 39, 60])
    context = Context(
        prec=precision, rounding=source.choice(MODES),
        Emin=-source.choice([0, 1, 10, 50, 383, 999999]), Emax=source.choice([0, 1, 10, 50, 384, 999999]),
        clamp=source.randint(0, 1), traps=[],
    )
    name = source.choice(UNARY + 2 * BINARY)
    arguments = operands(name, precision)
    result = getattr(context, name)(*arguments)
    flags = " ".join(signal.__name__ for signal, is_set in context.flags.items() if is_set)
    setting = f"{precision} {context.rounding} {context.Emin} {context.Emax} {context.clamp}"
    print(setting, name, *arguments, "->", result, flags)

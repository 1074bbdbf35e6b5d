# Long ints as text in all bases, with groups and signs, and rounded to powers of ten.
import sys
import zlib

sys.set_int_max_str_digits(0)


def check(text):
    return len(text), zlib.crc32(text.encode())


for bits in (64, 200, 5_000, 100_000):
    for number in (3**bits, -(7 ** (bits // 3)), 1 << bits):
        for spec in ("x", "#X", "o", "#b", "_b", "_x", "_o", ",", "_", "n", "+d", "=+60,", "040_x", ">99999"):
            print(bits, number > 0, spec, "=", check(format(number, spec)))
        for form in ("%x", "%#X", "%o", "%d", "%+d", "%060x", "%-60o|", "%.70x"):
            print(bits, number > 0, form, "=", check(form % number))
        for digits in (1, 20, 1_000, 20_000, 40_000):
            print(bits, number > 0, "rounded", digits, "=", check(str(round(number, -digits))))
for text in ("1_" * 9_999 + "1", "_" + "1" * 9_999, "1" * 9_999 + "_", "1__" + "1" * 9_999, "١" * 9_999, "-" + "7" * 9_999):
    for base in (2, 8, 10, 36):
        try:
            print(text[:4], base, "=", check(str(int(text, base))))
        except ValueError as error:
            print(text[:4], base, "=", str(error)[:40])
for number, digits in ((5, 1), (15, 1), (25, 1), (-25, 1), (26, 1), (7, 3), (5 * 10**30, 31), (5 * 10**30 + 1, 31)):
    print("round", number, -digits, "=", round(number, -digits))

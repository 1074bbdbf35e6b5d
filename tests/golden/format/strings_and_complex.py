for spec in ("", "s", "10", "<10", ">10", "^10", "*^10", ".2", "10.2", "é>6", "05", "^5.1s"):
    print("repr(spec) =", repr(spec))
    print("repr(format(\"abc\", spec)) =", repr(format("abc", spec)))
for bad in ("d", "+", ",", "=5", "x", "#"):
    try:
        format("a", bad)
    except ValueError as error:
        print(repr(bad), error)
print("f\"{1 + 2j} {1 + 2j:.1f} {-1j} {1 + 2j:>12} {3.5 - 0.25j:g}\" =", f"{1 + 2j} {1 + 2j:.1f} {-1j} {1 + 2j:>12} {3.5 - 0.25j:g}")
print("f\"{None!s:>6}|{[1, 2]!s:>8}|{True!r:<6}|{(1,)!s:^6}|\" =", f"{None!s:>6}|{[1, 2]!s:>8}|{True!r:<6}|{(1,)!s:^6}|")
for value in (None, [1], (1,), {}, object):
    try:
        format(value, "5")
    except TypeError as error:
        print(error)

print("{} {} {}".format(1, "a", None), "{1} {0} {1}".format("a", "b"), "{x} {y}".format(x=1, y=2))
print("{0.real} {0.imag} {1[0]} {2[key]}".format(3 + 4j, [9], {"key": "v"}))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{{}} {{{}}}".format(1))
print("{:>5}|{:<5}|{:^5}|{:*^7}".format("a", "b", "c", "d"), "{:{}}|{:{w}.{p}f}".format("x", 4, 3.14159, w=8, p=2))
print("{:,} {:_} {:+} {:.1%} {:e}".format(1234567, 1234567, 5, 0.256, 12345.678))
print("{0}{0!r:>5}{1:>{2}}".format("a", 7, 3), "{:d} {:b} {:o} {:x} {:#X} {:c}".format(5, 5, 8, 255, 255, 65))
print("{a[b]} {a[0]}".format(a={"b": 1, 0: 2}), "{}".format([1, "a"]), "{:s}".format("x"))
print("{x}".format_map({"x": 5}), format(3.14159, ".2f"), format("a", ">3"), format(5), format(None))
for bad in ("'{'.format(1)", "'}'.format(1)", "'{} {}'.format(1)", "'{} {0}'.format(1)", "'{x}'.format(1)", "'{:d}'.format('a')", "'{:s}'.format(1)", "'{!x}'.format(1)", "'{:zz}'.format(1)", "format([], 'x')", "'{:.2d}'.format(3)"):
    try:
        eval(bad)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        print(type(error).__name__, error)

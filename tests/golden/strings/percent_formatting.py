print("%s %r %a" % ("é", "é", "é"), "%d %i %u" % (1, 2.9, -3), "%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42))
print("%x %X %o %#x %#o %c %c" % (255, 255, 8, 255, 8, "a", 98))
print("%f %.2f %e %.3E %g %g %G" % (3.14159, 2.675, 12345.678, 0.00012, 1e10, 0.0001, 1e-10))
print("%8.3f|%-8.2f|%+.1f|%08.3f" % (3.14159, 3.14159, 3.0, -3.14159))
print("%(name)s is %(age)d" % {"name": "Bo", "age": 5, "unused": 1}, "100%% of %s" % "it")
print("%*d|%-*d|%.*f" % (6, 42, 6, 42, 2, 3.14159), "%10s|%-10s|%.2s" % ("abc", "abc", "abc"))
print("%s" % (1,), "%s" % [1, 2], "%s %s" % ([1], {"a": 1}), "%r" % "x")
for bad in ("'%d' % 'x'", "'%s %s' % 1", "'%s' % (1, 2)", "'%z' % 1", "'%(a)s' % {}", "'%c' % 'ab'", "'%' % 1", "'%x' % 1.5"):
    try:
        eval(bad)
    except (TypeError, ValueError, KeyError) as error:
        print(type(error).__name__, error)

for spec in ("", "d", "5d", "<5d", "^5d", ">5d", "05d", "+d", "-d", " d", "=+6d", "x", "X", "#x", "#o", "#b", "08b", "#010x", ",", "_", "_x", "_b", ",d", "10,", "*^12,", "c", "e", ".2f", "%", "n", "g", "0=5", "<05"):
    print(f"{spec!r:10} {format(1234, spec)!r} {format(-65 if spec != 'c' else 65, spec)!r}")
print("f\"{10**30:,}\", f\"{10**30:e}\", f\"{2**100:x}\", f\"{True:d} {... =", f"{10**30:,}", f"{10**30:e}", f"{2**100:x}", f"{True:d} {True} {False:5} {True:>6}")
for bad in (".2d", "s", "zz", "5.", ",x", "+c", "#c", ",c"):
    try:
        format(5, bad)
    except ValueError as error:
        print(repr(bad), error)

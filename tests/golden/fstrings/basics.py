x, y, name = 3, 4.5, "hob"
print(f"{x} {y} {name}", f"{x + y}", f"{name.upper()}", f"{x=} {y = } {name=}", f"{name!r} {name!s} {name!a}")
print(f"{{literal}} {{{x}}} {{{{{x}}}}}", f"", f"{'nested'}", f"{"same quotes"} {'a' + "b"}")
print(f"{x:5}|{x:<5}|{x:^5}|{x:05}", f"{y:.2f} {y:10.3e}", f"{x:{y:.0f}}", f"{name:{'*'}^{x * 3}}")
print(f"{(lambda v: v * 2)(x)}", f"{x if x > 2 else y}", f"{[i for i in range(x)]}", f"{ {'a': 1}['a'] }", f"{x!r:>5}")
print(f"{x:,} {1234567:,} {0.5:.0%}", rf"\n {x}", fr"\{x}", F"{x}", f'{x}' "plain" f"{y}")
print(f"""multi
{x
   + 1}
line""")
print(f"{x=:>5} {y=!s} {x+1=}", f"{'a' 'b'}", f"{x:}", f"{x!r:}")
print(f"{f"{f"{x}"}"}", f"{'\n'.join(['a', 'b'])}", f"{x # comment
}")
print(f"{x:{'>'}{5}}", f"{y:{x}.{1}f}", f"{1:{''}}")
print(f"{(z := 7)} {z}", f"{x,}", f"{x, y}", f"{*[1, 2],}")
print(f"\x41{x}\u00e9\N{BULLET}", f"{x}%", f"%d {x}", f"{'{'}{'}'}", f"{3.0:g}{1e20}")
print(f"{True} {None} {...} {1j} {[1]} {(1,)} { {1} }")

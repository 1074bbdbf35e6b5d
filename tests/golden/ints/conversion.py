print(int("42"), int("  -7 "), int("1_000"), int("ff", 16), int("0xff", 16), int("0b101", 0), int("z", 36), int("0o17", 0), int(3.99), int(-3.99), int(True), int("٣"))
print(int(), int("9" * 30), int(1e20), int(b"12"), int("-0"), int("+5"))
print(str(10**30), repr(-5), bin(10), oct(64), hex(255), hex(-255), bin(-5), hex(2**70))
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-1).to_bytes(2, "big", signed=True), int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xff\xff", "little", signed=True), (5).to_bytes())
print((7).real, (7).imag, (7).numerator, (7).denominator, (7).conjugate(), (6).as_integer_ratio(), (3).is_integer())
print(abs(-5), round(1234, -2), round(1250, -2), round(1350, -2), round(5), -(-5), +5)
for bad in ("int('')", "int('1.5')", "int('ff')", "int('8', 8)", "int('1', 1)", "int(None)", "int('__1')", "int(float('nan'))", "int(float('inf'))", "(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "int('1', base='x')", "int(1.5, 10)"):
    try:
        eval(bad)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)

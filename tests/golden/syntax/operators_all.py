a, b = 13, 5
print(a + b, a - b, a * b, a / b, a // b, a % b, a**b, a << b, a >> 1, a & b, a | b, a ^ b, ~a, -a, +a, not a)
print(a == b, a != b, a < b, a <= b, a > b, a >= b, a is b, a is not b, a in [13], a not in [13])
print(a and b, a or b, 0 and a, 0 or b, None or [] or "last", 1 and "x" and 0)
print(a if a > b else b, [a, b][a < b], (a, b)[0], {a: b}[13], "abc"[1])
print(1 + 2 * 3 - 4 / 2 ** 2 // 1 % 3, (1, 2) + (3,), [1] * 2 + [0], "a" + "b" * 2, b"a" + b"b")
print({1, 2} | {3}, {1, 2} & {2}, {1, 2} - {1}, {1} ^ {2}, {1: 1} | {2: 2}, True + True, True | False)
print(1.5 + 1, 2 - 0.5, 2 * 1.5, 7.0 // 2, 7.5 % 2, 2.0**3, 1e3 == 1000, 0.1 + 0.2 == 0.3)
print(3 + 4j, (1 + 2j) * 2, 1j**2, abs(3 - 4j), (1 + 2j).real, 5 .__add__(3), 5..is_integer())
print("%s-%s" % (1, 2), "a" < "b", [1, 2] < [1, 3], (1,) <= (1, 0), {1} < {1, 2}, not [] == [])
x = [1, 2, 3, 4, 5]
print(x[-1], x[1:3], x[::2], x[::-1], [*x, *x][5], *x[:2])
print((lambda *a, **k: (a, k))(*x[:1], **{"z": 1}), (y := 3) + y)
print(1 < 2 == True, 1 == 1 in [1], not 1 > 2, -3 ** 2, (-3) ** 2, 2 ** -1, -7 // 2, -7 % 3, 7 // -2, 7 % -3)

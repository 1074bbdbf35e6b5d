x = 10
x += 5; print("x =", x)
x -= 3; print("x =", x)
x *= 2; print("x =", x)
x //= 5; print("x =", x)
x **= 3; print("x =", x)
x %= 50; print("x =", x)
x <<= 3; print("x =", x)
x >>= 1; print("x =", x)
x |= 1; print("x =", x)
x &= 0b1111; print("x =", x)
x ^= 5; print("x =", x)
x /= 4; print("x =", x)
a = b = [1]
a += [2]
print("a, b, a is b =", a, b, a is b)
a = a + [3]
print("a, b, a is b =", a, b, a is b)
data = {"n": [1, 2]}
data["n"][0] += 10
data["n"] *= 2
print("data =", data)


def index():
    print("index once")
    return 0


row = [1]
row[index()] += 1
print("row =", row)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
s = "ab"
s *= 2
s += "c"
print(s)

a = list(range(6))
a[1:3] = ["x"]
print("a =", a)
a[2:2] = [7, 8]
print("a =", a)
a[:0] = "ab"
print("a =", a)
a[len(a):] = [99]
print("a =", a)
a[::2] = [0] * len(a[::2])
print("a =", a)
del a[1::2]
print("a =", a)
a[:] = range(3)
print("a =", a)
a[5:10] = [5]
print("a =", a)
a[-1:] = []
print("a =", a)
a[::-1] = [7, 8, 9]
print("a =", a)
a[1:2] = a
print("a =", a)
del a[:]
print("a =", a)
for bad in ("[1, 2, 3].__setitem__(slice(None, None, 2), [1])", "[1].__setitem__(slice(0, 1), 5)", "[1].__setitem__(5, 0)", "[1].__delitem__(3)", "[1, 2][::0]", "[1].__getitem__('a')"):
    try:
        eval(bad)
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
b = [1, 2, 3, 4]
b[1], b[-1] = b[-1], b[1]
print("b =", b)
print("b[-2:] =", b[-2:])
print("b[:-1] =", b[:-1])
print("b[10:] =", b[10:])
print("b[-10:2] =", b[-10:2])
print("b[::-2] =", b[::-2])
print("b[3:0:-1] =", b[3:0:-1])
print("b[slice(1, 3)] =", b[slice(1, 3)])

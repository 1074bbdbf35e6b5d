def show(x):
    print("eval", x, end="; ")
    return x


print("show(1) < show(2) < show(3) =", show(1) < show(2) < show(3))
print("show(3) < show(2) < show(1) =", show(3) < show(2) < show(1))
print("show(1) == show(1) != show(2) > show(0) =", show(1) == show(1) != show(2) > show(0))
print("show(2) in [1, 2] in [[1, 2]] =", show(2) in [1, 2] in [[1, 2]])
one = 1
print("one is one is not None, not 1 in [2], 1 not in [2] =", one is one is not None, not 1 in [2], 1 not in [2])
a = b = c = [0]
print("a is b is c, a == [0] == c, a is [0] is c =", a is b is c, a == [0] == c, a is [0] is c)
x = 5
print("0 <= x <= 10, 0 <= x > 10, 10 > x >= 5 > 1 =", 0 <= x <= 10, 0 <= x > 10, 10 > x >= 5 > 1)
print("(1 < 2) < 3, 1 < (2 < 3), (3 > 2) == True, 3 > 2 == True =", (1 < 2) < 3, 1 < (2 < 3), (3 > 2) == True, 3 > 2 == True)

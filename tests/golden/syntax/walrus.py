if (n := 10) > 5:
    print("n is", n)
print("[y := 3, y**2], y =", [y := 3, y**2], y)
values = [1, 2, 3, 4]
print("[half for v in values if (half := v // 2)], half =", [half for v in values if (half := v // 2)], half)
while chunk := values[:3]:
    print(chunk)
    values = values[3:]


def f(x=(default := 7)):
    return x


print("f(), default =", f(), default)
print("f(x=(z := 1)), z =", f(x=(z := 1)), z)
total = 0
print("[total := total + v for v in range(5)], total =", [total := total + v for v in range(5)], total)
print("(a := 1, b := 2), a + b =", (a := 1, b := 2), a + b)
print(any((found := w).startswith("b") for w in ["apple", "bean", "corn"]), found)
print("f\"{(w := 5):>4}|{w!r}\" =", f"{(w := 5):>4}|{w!r}")

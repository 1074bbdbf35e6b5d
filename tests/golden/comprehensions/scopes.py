def f(n):
    k = 10
    return [i + k + n for i in range(3)]


print("f(1) =", f(1))


class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    try:
        broken = [i for _ in items for i in items]
    except NameError as error:
        print(error)


print("C.doubled =", C.doubled)
functions = [lambda: i for i in range(3)]
print("[g() for g in functions] =", [g() for g in functions])
i = "global"
[i for i in range(5)]
print(i)


def shadow():
    i = 99
    result = [i for i in range(3)]
    return i, result


print("shadow() =", shadow())
try:
    [undefined_later for _ in [1]]
except NameError as error:
    print(error)
print("[(lambda y: y + z)(1) for z in range(2)] =", [(lambda y: y + z)(1) for z in range(2)])


def nested():
    return [[(a, b, c) for c in range(b)] for a in range(2) for b in range(2)]


print("nested() =", nested())
print("[locals() for q in [5]][0].get(\"q\") =", [locals() for q in [5]][0].get("q"))


def capture():
    return [lambda: (a, b) for a in range(2) for b in range(2)]


print("[g() for g in capture()] =", [g() for g in capture()])

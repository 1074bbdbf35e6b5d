def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 2.5 | 1 + 2j:
            return "number"
        case "hi" | "hello":
            return "greeting"
        case None | True:
            return "singleton"
        case b"b":
            return "bytes"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float() as n:
            return f"number {n}"
        case str(s):
            return f"str {s!r}"
        case [] | {}:
            return "sequence or mapping"
        case other:
            return f"other {other!r}"


for x in (0, 2, -1, 2.5, 1 + 2j, "hi", "x", None, True, False, b"b", 500, 50, 1.5, [], (), {}, [1], {1}, ...):
    print(repr(x), "->", f(x))


class Color:
    RED = 1
    GREEN = "g"


def g(c):
    match c:
        case Color.RED:
            return "red"
        case Color.GREEN:
            return "green"
        case _:
            return "unknown"


print(g(1), g("g"), g(2), g(1.0))
match = {"match": 1}
case = match["match"]
print(match, case)
match case:
    case 1 if case == 2:
        print("no")
    case x:
        print("bound", x)
match 1, 2:
    case a, b:
        print("a, b =", a, b)
match [1]:
    case [5]:
        print("no")
print("fell through")
_ = "kept"
match 5:
    case _:
        pass
print(_)

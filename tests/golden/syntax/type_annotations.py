x: int = 1
y: "forward"
print(x, __annotations__)


def f(a: int, b: str = "b", *args: float, c: bool = True, **kw: dict) -> list:
    local: undefined_name = 3
    return [a, b, args, c, kw, local]


print("f(1, \"x\", 2.0, c=False, d=1) =", f(1, "x", 2.0, c=False, d=1))
print(f.__annotations__)


class Point:
    x: int
    y: int = 0
    z: "Point | None" = None


print(Point.__annotations__, Point.y)
print("hasattr(Point, \"x\") =", hasattr(Point, "x"))
(v): int = 5
print("v, \"v\" in __annotations__ =", v, "v" in __annotations__)
p = Point()
p.w: int = 4
print("p.w =", p.w)

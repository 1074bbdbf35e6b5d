def outer(a):
    def middle(b):
        def inner(c):
            if c:
                for i in range(c):
                    while True:
                        try:
                            with open("/dev/null") as f:
                                if i == 1:
                                    return a, b, c, f.closed
                        finally:
                            pass
                        break
            return None

        return inner

    return middle


print("outer(1)(2)(3) =", outer(1)(2)(3))
print("outer(1)(2)(0) =", outer(1)(2)(0))
x = (
    lambda a: (
        lambda b: (
            a
            + b
        )
    )
)(1)(2)
print("x =", x)
if x:
    if not x:
        print("no")
    elif x == 3:
        if True: print("yes")
    else:
        print("no")
result = [
    y
    for x in range(3)
    if x
    for y in [
        x * 10,
        x * 100,
    ]
]
print("result =", result)
d = {
    "f": lambda: {
        "g": [
            lambda: "deep",
        ],
    },
}
print(d["f"]()["g"][0]())
class A:
    class B:
        class C:
            def f(self):
                class D: v = "D"
                return D.v
print("A.B.C().f() =", A.B.C().f())
for a in range(2):
    for b in range(2):
        if b: continue
        print(a, b)
    else:
        print("inner else")
else:
    print("outer else")

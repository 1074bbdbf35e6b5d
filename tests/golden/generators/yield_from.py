def inner(n):
    got = yield n
    print("inner got", got)
    return n * 10


def outer():
    a = yield from inner(1)
    print("a =", a)
    b = yield from inner(2)
    yield from [a, b]
    c = yield from "xy"
    print("c =", c)
    return "outer done"


g = outer()
print("next(g), g.send(\"first\"), g.send(\"second\"), next(g), next... =", next(g), g.send("first"), g.send("second"), next(g), next(g), next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)


def guarded():
    try:
        yield 1
        yield 2
    except ValueError as error:
        print("guarded caught", error)
        yield "recovered"
    finally:
        print("guarded finally")


def delegate():
    yield from guarded()
    yield "after"


g = delegate()
next(g)
print(g.throw(ValueError("v")))
print(next(g))
g = delegate()
next(g)
g.close()
print("closed")


def tree(t):
    if t:
        yield from tree(t[0])
        yield t[1]
        yield from tree(t[2])


print("list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))) =", list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))

def count(n):
    print("start")
    for i in range(n):
        received = yield i
        if received:
            print("received", received)
    return "done"


g = count(3)
print(type(g).__name__, next(g))
print("g.send(\"hello\") =", g.send("hello"))
print("next(g) =", next(g))
try:
    next(g)
except StopIteration as stop:
    print("value", stop.value)
try:
    next(g)
except StopIteration as stop:
    print("again", stop.value)
print("list(count(2)), sum(count(4)), max(count(3)) =", list(count(2)), sum(count(4)), max(count(3)))
fresh = count(1)
try:
    fresh.send(1)
except TypeError as error:
    print(error)
fresh.close()
print("list(fresh) =", list(fresh))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


for x in fib():
    if x > 50:
        break
    print(x, end=" ")
print()
a, b, c, *_ = (x * x for x in range(6))
print("a, b, c, _ =", a, b, c, _)
print("3 in count(10) =", 3 in count(10))

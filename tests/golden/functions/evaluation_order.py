def say(x):
    print(x, end=" ")
    return x


def f(*args, **kwargs):
    print("|", args, kwargs)
    return say


f(say(1), say(2), k=say(3))
say(f)(say(1)) if 0 else print("skip")
{say("k1"): say("v1"), say("k2"): say("v2")}
print()
[say(1), (say(2), say(3)), {say(4)}]
print()
x = {}
x[say("i")] = say("value first")
print()
a = [0, 1]
a[say(0)], a[say(1)] = say(5), say(6)
print("a =", a)
say(1) + say(2) * say(3)
print()
say(0) or say(1) and say(2)
print()
say(1) if say(0) else say(3)
print()


@lambda function: say(function.__name__)
def decorated(a=say("default")): ...


print()
assert say(1) < say(2)
print()
say([3, 4])[say(1) : say(2)]
print()

x = "global"


def reads():
    return x


def shadows():
    x = "local"
    return x


def changes():
    global x
    x = "changed"


def unbound():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error)
    x = 1


print(reads(), shadows(), reads())
changes()
print(x)
unbound()


def outer():
    x = "outer"

    def inner():
        nonlocal x
        x = "inner"

        def innermost():
            nonlocal x
            x += "most"

        innermost()

    inner()
    return x


print(outer(), x)


def mixed():
    global made_here
    made_here = 1

    def f():
        x = "enclosing"

        def g():
            global x
            return x

        return g()

    return f()


print(mixed(), made_here)


class C:
    x = "class"

    def method(self):
        return x

    y = x

    class Inner:
        try:
            z = y
        except NameError as error:
            print(error)


print(C().method(), C.y)


def loop():
    for i in range(3):
        pass
    return i


print("loop() =", loop())
try:
    i
except NameError as error:
    print(error)
print([x for x in "ab"], x)


def conditional(flag):
    if flag:
        value = 1
    try:
        return value
    except UnboundLocalError as error:
        return str(error)


print(conditional(True), conditional(False))
len = lambda x: "shadowed builtin"
print(len("abc"))
del len
print("len(\"abc\") =", len("abc"))

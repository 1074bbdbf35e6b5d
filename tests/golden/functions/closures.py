def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


a, b = counter(), counter(10)
print("a() =", a())
print("a() =", a())
print("b() =", b())
print("a(5) =", a(5))
print("b(-1) =", b(-1))
functions = [lambda: i for i in range(3)]
print("[f() for f in functions] =", [f() for f in functions])
functions = [lambda i=i: i for i in range(3)]
print("[f() for f in functions] =", [f() for f in functions])


def outer():
    x = "outer"

    def middle():
        def inner():
            return x

        return inner

    result = middle()
    x = "changed"
    return result


print(outer()())
print(counter().__closure__[0].cell_contents, counter().__code__.co_freevars)


def shared():
    value = 0

    def get():
        return value

    def set(v):
        nonlocal value
        value = v

    return get, set


get, set_ = shared()
set_(42)
print("get() =", get())


def early():
    def use():
        return later

    try:
        use()
    except NameError as error:
        print(error)
    later = 1
    return use()


print("early() =", early())

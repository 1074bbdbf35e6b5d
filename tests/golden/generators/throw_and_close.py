def g():
    while True:
        try:
            x = yield "ready"
            print("got", x)
        except ValueError as error:
            print("caught", error)
        except GeneratorExit:
            print("closing")
            raise
        finally:
            print("finally")


a = g()
print(next(a), a.send(1), a.throw(ValueError("v")), a.throw(ValueError))
try:
    a.throw(KeyError("k"))
except KeyError as error:
    print("out", error)
try:
    next(a)
except StopIteration:
    print("finished")
b = g()
next(b)
b.close()
b.close()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)


def returns():
    try:
        yield 1
    except GeneratorExit:
        return "value of close"


r = returns()
next(r)
print(r.close())


def stops():
    yield 1
    raise StopIteration("leaks")


try:
    list(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))
u = g()
try:
    u.throw(TypeError("unstarted"))
except TypeError as error:
    print(error)


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as error:
    print(error)

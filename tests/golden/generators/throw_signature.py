# `throw` with type, value and traceback, which is deprecated.
import warnings

warnings.simplefilter("always")


def generator():
    while True:
        try:
            yield "waiting"
        except ValueError as error:
            print("caught", repr(error))


async def coroutine():
    class Wait:
        def __await__(self):
            return generator()
    await Wait()


async def async_generator():
    try:
        yield 1
    except ValueError as error:
        print("caught", repr(error))
        yield 2


def run(awaitable):
    try:
        awaitable.send(None)
    except StopIteration as end:
        return end.value


def shown(name, call):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        result = call()
        print(name, result, [(w.category.__name__, str(w.message)) for w in seen])


g = generator()
next(g)
shown("one", lambda: g.throw(ValueError("a")))
shown("class", lambda: g.throw(ValueError))
shown("two", lambda: g.throw(ValueError, "b"))
shown("three", lambda: g.throw(ValueError, ValueError("c"), None))
c = coroutine()
c.send(None)
shown("coroutine", lambda: c.throw(ValueError, "d"))
a = async_generator()
run(a.__anext__())
shown("athrow", lambda: run(a.athrow(ValueError, "e")))

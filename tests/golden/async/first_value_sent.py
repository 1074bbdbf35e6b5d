"""A value sent to an awaitable of an asynchronous generator takes the place of its argument."""


async def generator():
    while True:
        value = yield 1
        if value:
            yield value * 100


def step(awaitable, value):
    try:
        awaitable.send(value)
    except (StopIteration, TypeError, RuntimeError) as error:
        print(type(error).__name__, error)


step(generator().__anext__(), 10)
step(generator().asend(5), None)
running = generator()
step(running.__anext__(), None)
step(running.__anext__(), 12)
step(running.asend(3), 4)

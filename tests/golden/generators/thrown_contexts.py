"""The context of an exception that is thrown in: what the generator handles, not what the thrower does."""

import asyncio


def catching():
    while True:
        try:
            yield
        except Exception as error:
            print("caught", repr(error), "context", repr(error.__context__))


def handling(inner):
    try:
        raise KeyError("handled")
    except KeyError:
        try:
            yield from inner
        except Exception as error:
            print("outside", repr(error), "context", repr(error.__context__))


def plain():
    yield


def throw_while_handling(generator):
    next(generator)
    try:
        raise OSError("thrower")
    except OSError:
        try:
            generator.throw(ValueError("thrown"))
        except StopIteration:
            print("stopped")


throw_while_handling(catching())
throw_while_handling(handling(plain()))
throw_while_handling(handling(catching()))


def never_begun():
    yield


for error in StopIteration("stop"), StopIteration, GeneratorExit("exit"), ValueError("plain"):
    try:
        never_begun().throw(error)
    except BaseException as raised:
        print("never begun", repr(raised), repr(raised.__cause__))


async def coroutine():
    pass


try:
    coroutine().throw(StopIteration("stop"))
except BaseException as raised:
    print("coroutine", repr(raised))


async def waits(future):
    try:
        await future
    except OSError as error:
        print("future", repr(error), "context", repr(error.__context__))


async def waits_and_passes(future):
    await future


async def main():
    loop = asyncio.get_running_loop()
    for wait in waits, waits_and_passes:
        future = loop.create_future()
        loop.call_later(0.01, future.set_exception, OSError("set"))
        try:
            raise KeyError("handled")
        except KeyError:
            try:
                await wait(future)
            except OSError as error:
                print("main", repr(error), "context", repr(error.__context__))


asyncio.run(main())


def show_contexts(name, error):
    chain = []
    while error:
        chain.append(repr(error))
        error = error.__context__
    print(name, *chain, sep=" < ")


def with_old_context():
    error = ValueError("again")
    error.__context__ = TypeError("old")
    return error


try:
    try:
        raise KeyError("handled")
    except KeyError:
        raise with_old_context()
except ValueError as error:
    show_contexts("raised again", error)

try:
    raise with_old_context()
except ValueError as error:
    show_contexts("raised again, alone", error)


def handles():
    try:
        raise LookupError("handled")
    except LookupError:
        yield


generator = handles()
next(generator)
try:
    generator.throw(with_old_context())
except ValueError as error:
    show_contexts("thrown in", error)

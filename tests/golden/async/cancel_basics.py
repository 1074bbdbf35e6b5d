import asyncio


async def worker():
    try:
        print("work")
        await asyncio.sleep(1)
    except asyncio.CancelledError as error:
        print("cancelled", repr(error))
        raise
    finally:
        print("finally")


async def main():
    t = asyncio.create_task(worker())
    await asyncio.sleep(0)
    print("t.cancel(), t.cancelled(), t.cancelling() =", t.cancel(), t.cancelled(), t.cancelling())
    try:
        await t
    except asyncio.CancelledError as error:
        print("main saw", repr(error))
    print("t.done(), t.cancelled(), t.cancel() =", t.done(), t.cancelled(), t.cancel())
    t = asyncio.create_task(worker())
    t.cancel("before start")
    try:
        await t
    except asyncio.CancelledError as error:
        print("never ran:", error.args, t.cancelled())
    t = asyncio.create_task(worker())
    await asyncio.sleep(0)
    t.cancel("reason one")
    t.cancel("reason two")
    try:
        await t
    except asyncio.CancelledError as error:
        print(error.args, t.cancelling())
    for get in (t.result, t.exception):
        try:
            get()
        except asyncio.CancelledError as error:
            print(type(error).__name__, error)
    print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__)


asyncio.run(main())

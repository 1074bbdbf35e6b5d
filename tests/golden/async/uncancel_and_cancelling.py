import asyncio


async def resilient():
    me = asyncio.current_task()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cancelling", me.cancelling())
        print("uncancel", me.uncancel())
    await asyncio.sleep(0)
    print("went on", me.cancelling())
    print("uncancel below zero", me.uncancel())
    return "result"


async def main():
    t = asyncio.create_task(resilient())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled())

    async def twice():
        me = asyncio.current_task()
        me.cancel("self")
        me.cancel("self again")
        print("count", me.cancelling())
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            print(error.args)
        me.uncancel()
        print("count", me.cancelling())
        await asyncio.sleep(0)
        print("no second delivery")

    await asyncio.create_task(twice())

    async def cancelled_at_the_end():
        asyncio.current_task().cancel()
        return "too late?"

    t = asyncio.create_task(cancelled_at_the_end())
    try:
        print(await t)
    except asyncio.CancelledError:
        print("cancel requested before the return wins", t.cancelled())

    async def uncancelled_in_time():
        me = asyncio.current_task()
        me.cancel()
        me.uncancel()
        await asyncio.sleep(0)
        return "uncancel took the request back"

    try:
        print(await asyncio.create_task(uncancelled_in_time()))
    except asyncio.CancelledError:
        print("still cancelled")


asyncio.run(main())

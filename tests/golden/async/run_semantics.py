import asyncio


async def returns():
    return 42


async def raises():
    raise ValueError("from main")


async def leaves_tasks():
    async def background(name):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print(name, "cancelled at the end of run")
            await asyncio.sleep(0)
            print(name, "cleanup may await")
            raise

    asyncio.create_task(background("left"), name="kept")
    await asyncio.sleep(0)
    print("main returns first")
    return "value"


async def unstarted():
    async def never():
        print("starts in the last pass")

    asyncio.create_task(never())
    return "the task still had its first pass"


print("asyncio.run(returns()) =", asyncio.run(returns()))
try:
    asyncio.run(raises())
except ValueError as error:
    print(error)
print(asyncio.run(leaves_tasks()))
print(asyncio.run(unstarted()))


async def cancels_itself():
    asyncio.current_task().cancel()
    await asyncio.sleep(0)


try:
    asyncio.run(cancels_itself())
except asyncio.CancelledError as error:
    print(repr(error))
loop = asyncio.new_event_loop()
print("loop.run_until_complete(returns()), loop.is_running(), lo... =", loop.run_until_complete(returns()), loop.is_running(), loop.is_closed())
print(loop.run_until_complete(asyncio.sleep(0.01, "slept")))
t = loop.create_task(returns())
loop.call_soon(loop.stop)
loop.run_forever()
print("stopped after one pass", t.done())
loop.close()
print("loop.is_closed() =", loop.is_closed())
c = returns()
try:
    loop.run_until_complete(c)
except RuntimeError as error:
    print(error)
c.close()
with asyncio.Runner() as runner:
    print(runner.run(returns()), runner.run(asyncio.sleep(0, "again")), runner.get_loop().is_running())

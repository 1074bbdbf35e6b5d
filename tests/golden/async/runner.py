import asyncio
import contextvars

var = contextvars.ContextVar("var", default=0)


async def bump():
    var.set(var.get() + 1)
    return var.get()


async def name():
    return asyncio.current_task().get_name()


with asyncio.Runner() as runner:
    print("runner.run(bump()), runner.run(bump()), var.get() =", runner.run(bump()), runner.run(bump()), var.get())
    loop = runner.get_loop()
    print("runner.get_loop() is loop, loop.is_closed(), runner.run(n... =", runner.get_loop() is loop, loop.is_closed(), runner.run(name()) != runner.run(name()))

    async def same_loop():
        return asyncio.get_running_loop() is loop

    print("runner.run(same_loop()) =", runner.run(same_loop()))
    try:
        runner.run(5)
    except ValueError as error:
        print(error)
print("loop.is_closed() =", loop.is_closed())
try:
    runner.get_loop()
except RuntimeError as error:
    print(error)


async def leaves(name):
    async def child():
        try:
            await asyncio.sleep(1)
        finally:
            print(name, "child finalised")

    asyncio.create_task(child())
    await asyncio.sleep(0)
    print(name, "returns")


with asyncio.Runner() as runner:
    runner.run(leaves("first"))
    print("tasks survive between runs")
    runner.run(asyncio.sleep(0))
print("runner closed")
print("asyncio.run(bump(), debug=False) =", asyncio.run(bump(), debug=False))
made = []


def factory():
    made.append(asyncio.new_event_loop())
    return made[-1]


print("asyncio.run(bump(), loop_factory=factory), made[0].is_clo... =", asyncio.run(bump(), loop_factory=factory), made[0].is_closed())

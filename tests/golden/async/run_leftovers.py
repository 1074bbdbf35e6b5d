import asyncio


async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("ignoring", i)
            break
    await asyncio.sleep(0.01)
    print("finished on its own terms")


async def main(make):
    asyncio.create_task(make())
    await asyncio.sleep(0)
    print("main ends")


async def failing_cleanup():
    try:
        await asyncio.sleep(10)
    finally:
        raise ValueError("in cleanup")


def handler(loop, context):
    print("handler:", context["message"], repr(context.get("exception")))


asyncio.run(main(stubborn))


async def with_handler():
    asyncio.get_running_loop().set_exception_handler(handler)
    await main(failing_cleanup)


asyncio.run(with_handler())
print("end")

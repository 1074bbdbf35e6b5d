import asyncio


async def late():
    await asyncio.sleep(10)


async def spawns():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        asyncio.create_task(late(), name="spawned in cleanup")
        raise


async def main():
    asyncio.create_task(spawns())
    await asyncio.sleep(0)
    print("main ends")


asyncio.run(main())
print("end")

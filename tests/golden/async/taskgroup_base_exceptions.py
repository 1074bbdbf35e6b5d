import asyncio


class Stop(BaseException): ...


async def raises(error):
    raise error


async def rest():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("rest cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(rest())
            tg.create_task(raises(Stop("s")))
    except BaseException as error:
        print(repr(error))
    t = asyncio.create_task(raises(Stop("direct")))
    try:
        await t
    except Stop as error:
        print("awaited", repr(error))
    print(await asyncio.gather(raises(Stop("gathered")), return_exceptions=True))


asyncio.run(main())


async def interrupted():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(rest())
        tg.create_task(raises(KeyboardInterrupt()))


try:
    asyncio.run(interrupted())
except KeyboardInterrupt as error:
    print("run raises", repr(error))


async def exits():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(rest())
        await asyncio.sleep(0)
        raise SystemExit(3)


try:
    asyncio.run(exits())
except SystemExit as error:
    print("run raises", repr(error))

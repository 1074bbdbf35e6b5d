import asyncio


async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.01) as cm:
            print("cm.expired(), cm.when() > loop.time() =", cm.expired(), cm.when() > loop.time())
            await asyncio.sleep(1)
    except TimeoutError as error:
        print("timed out", cm.expired(), repr(error.__cause__), asyncio.current_task().cancelling())
    async with asyncio.timeout(0.05) as cm:
        await asyncio.sleep(0.01)
    print("in time", cm.expired())
    async with asyncio.timeout(None) as cm:
        print("cm.when() =", cm.when())
        cm.reschedule(loop.time() + 0.01)
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("cancelled inside")
            print("swallowing it keeps the timeout quiet?")
    print("after", cm.expired())


async def nested():
    try:
        async with asyncio.timeout(0.05) as outer:
            try:
                async with asyncio.timeout(0.01) as inner:
                    await asyncio.sleep(1)
            except TimeoutError:
                print("inner", inner.expired(), outer.expired())
            await asyncio.sleep(1)
    except TimeoutError:
        print("outer", outer.expired())
    try:
        async with asyncio.timeout(0.01) as outer:
            async with asyncio.timeout(0.05) as inner:
                await asyncio.sleep(1)
    except TimeoutError:
        print("outer first", inner.expired(), outer.expired())
    try:
        async with asyncio.timeout(0.01):
            raise KeyError("own error")
    except KeyError as error:
        print(repr(error))
    async with asyncio.timeout_at(asyncio.get_running_loop().time() + 1) as cm:
        cm.reschedule(None)
        print("cm.when() =", cm.when())
    try:
        cm.reschedule(1)
    except RuntimeError as error:
        print(error)
    try:
        async with asyncio.timeout(-1):
            print("runs until the first await")
            await asyncio.sleep(0)
            print("never")
    except TimeoutError:
        print("past deadline")


try:
    asyncio.run(main())
except TimeoutError:
    print("it does not: TimeoutError")
asyncio.run(nested())


class Named(asyncio.Timeout):
    """A timeout with a name, as packages derive them."""

    def __init__(self, name, when):
        super().__init__(when)
        self.name = name

    def expired(self):
        return f"{self.name} {super().expired()}"


async def derived():
    loop = asyncio.get_running_loop()
    try:
        async with Named("short", loop.time() + 0.01) as inside:
            print("derived:", isinstance(inside, asyncio.Timeout), inside.expired())
            await asyncio.sleep(1)
    except TimeoutError:
        print("derived:", inside.expired(), inside.when() < loop.time())
    async with Named("none", None) as inside:
        print("derived:", inside.when(), inside.name)


asyncio.run(derived())

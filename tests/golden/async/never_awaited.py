import asyncio


async def forgotten():
    print("never printed")


async def main():
    forgotten()
    print("after the call")
    c = forgotten()
    del c
    print("after del")
    x = [forgotten()]
    x.clear()
    await asyncio.sleep(0)
    print("end of main")


asyncio.run(main())
forgotten()
print("end")

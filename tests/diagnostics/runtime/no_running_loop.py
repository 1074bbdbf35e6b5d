import asyncio


async def work():
    pass


coroutine = work()
try:
    asyncio.create_task(coroutine)
finally:
    coroutine.close()

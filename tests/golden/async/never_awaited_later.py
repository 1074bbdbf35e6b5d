"""A coroutine lives as long as the exception whose traceback holds it, and its warning waits."""

import asyncio


async def work():
    return 1


async def nested():
    try:
        asyncio.run(work())
    except RuntimeError as error:
        print(error)
    try:
        asyncio.get_running_loop().run_until_complete(work())
    except RuntimeError as error:
        print(error)


asyncio.run(nested())
try:
    asyncio.create_task(work())
except RuntimeError as error:
    print(error)


async def mistaken():
    for call in [
        lambda: asyncio.gather([work(), work()]),
        lambda: asyncio.wait({work()}),
        lambda: asyncio.wait_for(work(), "soon"),
    ]:
        try:
            await call()
        except TypeError as error:
            print(error)


asyncio.run(mistaken())


async def uncaught():
    asyncio.run(work())


asyncio.run(uncaught())

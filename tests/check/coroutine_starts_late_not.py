"""Coroutines that are awaited before anything else, or may well start late."""

import asyncio


async def cook(dish):
    await asyncio.sleep(1)


async def at_once():
    soup = cook("soup")
    print("laying the table")
    await soup


async def within_a_limit():
    soup = cook("soup")
    async with asyncio.timeout(1):
        await soup


async def by_a_task():
    soup = asyncio.create_task(cook("soup"))
    await cook("bread")
    await soup


async def handed_on():
    soup = cook("soup")
    await cook("bread")
    await asyncio.wait_for(soup, 1)


async def left_before(hungry):
    soup = cook("soup")
    if not hungry:
        soup.close()
        return
    await soup


async def leaves(hungry):
    soup = cook("soup")
    if not hungry:
        await asyncio.sleep(0)
        return
    await soup


async def inner_waits():
    soup = cook("soup")

    async def inner():
        await cook("bread")

    await soup
    await inner()


async def twice(x):
    soup = cook("soup")
    await soup
    soup = cook("more soup")
    await soup

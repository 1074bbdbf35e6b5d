"""Coroutines that are awaited once, whichever way the program goes."""

import asyncio


async def cook(dish):
    return dish


async def either(hungry):
    soup = cook("soup")
    if hungry:
        await soup
    else:
        await soup


async def until_served(guests):
    soup = cook("soup")
    for guest in guests:
        await soup
        if guest:
            break
    bread = cook("bread")
    while True:
        return await bread


async def new_each_time(guests):
    for guest in guests:
        soup = cook(guest)
        await soup
    soup = cook("more")
    await soup


async def task():
    soup = asyncio.create_task(cook("soup"))
    await soup
    await soup


async def attempts():
    soup = cook("soup")
    try:
        await soup
    except ValueError:
        pass
    bread = cook("bread")
    await bread

    async def inner(bread):
        await bread

    await inner(cook("bread"))

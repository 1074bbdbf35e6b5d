async def cook(dish):
    return dish


async def twice():
    soup = cook("soup")
    await soup
    print(await soup)


async def in_a_branch(guests):
    soup = cook("soup")
    first = await soup
    if guests:
        await soup
    return first


async def in_a_loop(guests):
    soup = cook("soup")
    for guest in guests:
        print(guest, await soup)

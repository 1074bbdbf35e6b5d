"""Calls that change something elsewhere, which may depend on their order."""

import asyncio


async def create_user(name):
    await asyncio.sleep(1)
    return name


class Store:
    async def _upload(self, part):
        await asyncio.sleep(1)
        return part


async def users(names):
    made = []
    for name in names:
        made.append(await create_user(name))
    return made


async def parts(store: Store, data):
    return [await store._upload(part) for part in data]


asyncio.run(users([]))

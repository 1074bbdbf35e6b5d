# explore:
import asyncio

clients = {}


async def broadcast(text):
    for name in list(clients):
        await asyncio.sleep(0.01)  # sends the text


async def join(name, delay):
    await asyncio.sleep(delay)
    clients[name] = True


async def main():
    clients["Ada"] = True
    async with asyncio.TaskGroup() as group:
        group.create_task(join("Ben", 0.1))
        await asyncio.sleep(0.12)
        group.create_task(broadcast("hello"))


asyncio.run(main())

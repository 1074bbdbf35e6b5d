import asyncio


class Client:
    async def connect(self):
        return 1


async def main():
    client = Client
    await client.connect()


asyncio.run(main())

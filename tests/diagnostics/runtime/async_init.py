import asyncio


class Client:
    async def __init__(self):
        self.ready = True


async def main():
    client = Client()
    print(client)


asyncio.run(main())

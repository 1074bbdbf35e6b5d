import asyncio

class Connection:
    async def open(self):
        return self

async def main():
    async with Connection() as connection:
        print(connection)

asyncio.run(main())

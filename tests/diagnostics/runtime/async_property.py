import asyncio

class User:
    @property
    async def name(self):
        await asyncio.sleep(0)
        return "Ada"

async def main():
    user = User()
    print(user.name.upper())

asyncio.run(main())

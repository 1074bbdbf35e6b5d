import asyncio


async def main():
    reader, writer = asyncio.open_connection("127.0.0.1", 9)


asyncio.run(main())

import asyncio


async def main():
    answer = asyncio.get_running_loop().create_future()
    answer.set_result(1)
    answer.set_result(2)
    print(await answer)


asyncio.run(main())

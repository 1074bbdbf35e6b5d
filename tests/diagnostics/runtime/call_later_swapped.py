import asyncio
def f(): print("hi")
async def main():
    asyncio.get_running_loop().call_later(f, 1)
asyncio.run(main())

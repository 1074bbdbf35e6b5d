async def f(x):
    async with x:
    print(x)

async def numbers():
    yield from range(3)

async def main():
    await f() = 3

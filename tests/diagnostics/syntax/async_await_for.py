async def main(items):
    await for item in items:
        pass

async def main():
    print await f()

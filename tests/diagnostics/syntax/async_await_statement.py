async def main():
    await return 5

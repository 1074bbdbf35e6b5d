import asyncio

def main():
    await asyncio.sleep(1)
    await asyncio.sleep(2)

def other():
    await asyncio.sleep(3)

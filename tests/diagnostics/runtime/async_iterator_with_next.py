import asyncio
class Numbers:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    def __next__(self): return 1
async def main():
    async for n in Numbers():
        print(n)
asyncio.run(main())

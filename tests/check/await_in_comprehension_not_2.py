import asyncio


async def process(item):
    await asyncio.sleep(0.1)
    return item * 2


async def main(items, width):
    async def worker(offset):
        return [await process(items[index]) for index in range(offset, len(items), width)]

    workers = [asyncio.create_task(worker(offset)) for offset in range(width)]
    return await asyncio.gather(*workers)


class Pool:
    async def work(self, items):
        results = []
        for item in items:
            results.append(await process(item))
        return results

    async def run(self, groups):
        return await asyncio.gather(*(self.work(group) for group in groups))


print(asyncio.run(main([1, 2, 3], 2)))

async def serve(queue):
    async with queue.lock:
        async for item in queue:
            await handle(item)
    return [await job for job in queue.jobs]


def walk(tree):
    yield tree.value
    yield from walk(tree.next)

import asyncio
import queue
import threading


def run(items):
    """Another queue of the module has a size, and the first put into a new one has room."""
    results: queue.Queue[int | None] = queue.Queue()
    handle = queue.Queue(maxsize=1)

    async def feed():
        handle.put(asyncio.current_task())
        async for item in items:
            results.put(item)
        results.put(None)

    threading.Thread(target=asyncio.run, args=(feed(),)).start()
    return results, handle

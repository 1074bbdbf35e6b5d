"""A queue between threads and coroutines, with its ends and limits."""
import asyncio
import janus


async def main():
    queue = janus.Queue(maxsize=2)

    def produce():
        for n in range(6):
            queue.sync_q.put(n)
        queue.sync_q.join()
        return "joined"

    producing = asyncio.get_running_loop().run_in_executor(None, produce)
    got = []
    for _ in range(6):
        got.append(await queue.async_q.get())
        queue.async_q.task_done()
    print("got:", got, await producing)
    await queue.async_q.put("from the loop")
    print("thread:", await asyncio.to_thread(queue.sync_q.get))
    for name, call in (("empty", queue.async_q.get_nowait), ("sync empty", lambda: queue.sync_q.get(timeout=0.01))):
        try:
            call()
        except (janus.AsyncQueueEmpty, janus.SyncQueueEmpty) as error:
            print(name, type(error).__name__)
    await queue.aclose()
    try:
        await queue.async_q.put(1)
    except janus.AsyncQueueShutDown as error:
        print("shut down:", type(error).__name__)
    ordered = janus.PriorityQueue()
    for n in (3, 1, 2):
        ordered.sync_q.put(n)
    print("priority:", [await ordered.async_q.get() for _ in range(3)])
    await ordered.aclose()


asyncio.run(main())

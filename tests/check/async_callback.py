import asyncio
import threading


async def ring():
    print("ding")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(1, ring)
    loop.call_soon(ring)
    loop.call_later(1, ring())
    task = asyncio.create_task(ring())
    task.add_done_callback(ring)
    await asyncio.to_thread(ring)
    await loop.run_in_executor(None, ring)
    threading.Thread(target=ring).start()
    await task

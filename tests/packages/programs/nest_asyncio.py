"""Loops that run inside their own callbacks: nested runs, sleeps, timeouts, gather, streams, errors, generators."""
import asyncio
import time

import nest_asyncio

nest_asyncio.apply()


async def value(number, delay=0.01):
    await asyncio.sleep(delay)
    return number


async def nested(depth):
    if depth == 0:
        return await value(0)
    return 1 + asyncio.run(nested(depth - 1))


async def ticks(log):
    for i in range(3):
        log.append(i)
        await asyncio.sleep(0.01)


async def main():
    loop = asyncio.get_running_loop()
    print("run_until_complete", loop.run_until_complete(value(1)))
    print("run", asyncio.run(value(2)))
    print("depth", await nested(5))
    log = []
    task = asyncio.create_task(ticks(log))
    loop.run_until_complete(asyncio.sleep(0.1))
    print("others run meanwhile", log, task.done())
    print("gather", loop.run_until_complete(asyncio.gather(value(3), value(4), value(5))))
    try:
        loop.run_until_complete(asyncio.wait_for(asyncio.sleep(10), 0.02))
    except TimeoutError:
        print("timeout")

    async def fail():
        await asyncio.sleep(0)
        raise ValueError("inner")

    try:
        loop.run_until_complete(fail())
    except ValueError as error:
        print("error", error)
    print("same task", asyncio.current_task().get_name() == name, asyncio.get_running_loop() is loop)

    async def serve(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    async def ask():
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"hello\n")
        answer = await reader.readline()
        writer.close()
        return answer

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    address = server.sockets[0].getsockname()
    print("streams", loop.run_until_complete(ask()), await ask())
    server.close()

    async def numbers():
        try:
            for i in range(3):
                yield i
        finally:
            print("generator closed")

    async def collect():
        return [i async for i in numbers()]

    print("generator", loop.run_until_complete(collect()))
    print("thread", loop.run_until_complete(asyncio.to_thread(time.sleep, 0.01)))
    event = asyncio.Event()
    loop.call_later(0.01, event.set)
    loop.run_until_complete(event.wait())
    print("event", event.is_set())


async def named():
    global name
    name = asyncio.current_task().get_name()
    await main()


asyncio.run(named())
print("again", asyncio.run(value(6)))
loop = asyncio.new_event_loop()
nest_asyncio.apply(loop)
print("new loop", loop.run_until_complete(value(7)))
loop.close()

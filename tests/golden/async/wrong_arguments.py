"""What asyncio's functions say of wrong arguments: they are written in Python in CPython."""

import asyncio
import warnings


async def one(x):
    return x


async def attempt(call):
    try:
        made = call()
        if asyncio.iscoroutine(made) or asyncio.isfuture(made):
            made = await asyncio.wait_for(made, 0.1)
        print("fine", type(made).__name__)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])


async def main():
    loop = asyncio.get_running_loop()
    for call in [
        lambda: asyncio.wait_for(one(1)),
        lambda: asyncio.create_task(one(1), nam="x"),
        lambda: asyncio.create_task(),
        lambda: asyncio.sleep(1, loop=None),
        lambda: asyncio.gather(loop=None),
        lambda: asyncio.to_thread(),
        lambda: asyncio.Queue(1, 2),
        lambda: asyncio.Queue(loop=None),
        lambda: asyncio.Queue("x").full(),
        lambda: asyncio.Queue(1.5).maxsize,
        lambda: asyncio.Queue().put(),
        lambda: asyncio.Queue().put(1, item=2),
        lambda: asyncio.PriorityQueue(1, 2, 3),
        lambda: asyncio.Lock(3),
        lambda: asyncio.Event(loop=loop),
        lambda: asyncio.Semaphore(vale=3),
        lambda: asyncio.TaskGroup(1),
        lambda: asyncio.Condition(lock=3),
        lambda: asyncio.timeout(),
        lambda: asyncio.timeout_at(1, 2),
        lambda: asyncio.Runner(True),
        lambda: asyncio.open_connection("localhost", 1, 2, 3),
        lambda: asyncio.start_server(),
        lambda: loop.call_soon(),
        lambda: loop.call_later(1),
        lambda: loop.create_task(),
        lambda: loop.run_in_executor(),
        lambda: loop.add_signal_handler(1),
        lambda: loop.add_signal_handler("x", print),
        lambda: loop.add_signal_handler(9999, print),
        lambda: loop.add_signal_handler(9, print),
        lambda: loop.add_signal_handler(10, one),
        lambda: loop.add_reader(1),
        lambda: asyncio.create_subprocess_exec(),
        lambda: asyncio.AbstractServer().close(),
        lambda: asyncio.Transport().write(b""),
        lambda: asyncio.DatagramTransport().sendto(b""),
    ]:
        await attempt(call)


warnings.simplefilter("ignore")
asyncio.run(main())

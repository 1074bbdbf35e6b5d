"""Nurseries, deadlines, channels, sockets, threads, processes, signals of other code, and a mock clock."""
import trio
import trio.testing


async def main():
    results = []

    async def child(n):
        await trio.sleep(0.01 * n)
        results.append(n)

    async with trio.open_nursery() as nursery:
        for n in (3, 1, 2):
            nursery.start_soon(child, n)
    print("done:", sorted(results))
    with trio.move_on_after(0.02) as scope:
        await trio.sleep(10)
    print("cancelled:", scope.cancelled_caught)
    send, receive = trio.open_memory_channel(1)

    async def produce():
        async with send:
            for n in range(3):
                await send.send(n)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(produce)
        async with receive:
            print("items:", [item async for item in receive])

    async def fail(text):
        raise ValueError(text)

    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(fail, "a")
            nursery.start_soon(fail, "b")
    except* ValueError as errors:
        print("errors:", sorted(str(error) for error in errors.exceptions))

    async def serve(stream):
        async for data in stream:
            await stream.send_all(data.upper())

    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.serve_listeners, serve, listeners)
        client = await trio.open_tcp_stream("127.0.0.1", listeners[0].socket.getsockname()[1])
        await client.send_all(b"hi")
        print("socket:", await client.receive_some(10))
        nursery.cancel_scope.cancel()
    print("thread:", await trio.to_thread.run_sync(lambda: trio.from_thread.run_sync(lambda: 42)))
    done = await trio.run_process(["echo", "hi"], capture_stdout=True)
    print("process:", done.stdout)


async def clocked():
    before = trio.current_time()
    await trio.sleep(3600)
    print("mock clock:", round(trio.current_time() - before))


trio.run(main)
trio.run(clocked, clock=trio.testing.MockClock(autojump_threshold=0))

"""Task groups, cancel scopes, streams, threads, processes, files and sockets, on asyncio and on trio."""
import anyio
import anyio.abc
from anyio.streams.buffered import BufferedByteReceiveStream


async def groups():
    order = []

    async def work(n):
        await anyio.sleep(n / 100)
        order.append(n)

    async with anyio.create_task_group() as group:
        for n in (3, 1, 2):
            group.start_soon(work, n)
    print("done:", sorted(order))
    with anyio.move_on_after(0.02) as scope:
        await anyio.sleep(5)
    print("cancelled:", scope.cancelled_caught)
    try:
        with anyio.fail_after(0.01):
            await anyio.sleep_forever()
    except TimeoutError as error:
        print("timeout:", type(error).__name__)

    async def fail():
        raise ValueError("from the group")

    try:
        async with anyio.create_task_group() as group:
            group.start_soon(fail)
            group.start_soon(anyio.sleep, 10)
    except* ValueError as errors:
        print("errors:", [str(error) for error in errors.exceptions])


async def streams():
    send, receive = anyio.create_memory_object_stream(2)

    async def produce():
        async with send:
            for n in range(4):
                await send.send(n)

    async with anyio.create_task_group() as group:
        group.start_soon(produce)
        async with receive:
            print("items:", [item async for item in receive])
    limiter = anyio.CapacityLimiter(1)
    async with limiter:
        print("borrowed:", limiter.statistics().borrowed_tokens)


async def outside():
    print("thread:", await anyio.to_thread.run_sync(sum, [1, 2]))
    done = await anyio.run_process(["cat"], input=b"through cat")
    print("process:", done.returncode, done.stdout)
    path = anyio.Path("note.txt")
    await path.write_text("first\nsecond\n")
    async with await anyio.open_file(path) as file:
        print("lines:", [line.rstrip() async for line in file])

    async def serve(client):
        async with client:
            await client.send((await client.receive()).upper() + b"\n")

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    async with anyio.create_task_group() as group:
        group.start_soon(listener.serve, serve)
        async with await anyio.connect_tcp("127.0.0.1", port) as client:
            await client.send(b"abc")
            print("socket:", await BufferedByteReceiveStream(client).receive_until(b"\n", 100))
        group.cancel_scope.cancel()


for backend in ("asyncio", "trio"):
    print(backend)
    for part in (groups, streams, outside):
        anyio.run(part, backend=backend)

# Callbacks of files that add and remove callbacks of the same file: what they ask for last holds.
import asyncio
import socket


async def echo_through_a_writer():
    loop = asyncio.get_running_loop()
    client, server = socket.socketpair()
    client.setblocking(False)
    server.setblocking(False)
    pending, received, done = [], [], loop.create_future()

    def server_reads():
        pending.append(server.recv(100))
        print("server read", pending[-1], loop.add_writer(server, server_writes))

    def server_writes():
        print("server writes", server.send(pending.pop(0)[::-1]), loop.remove_writer(server))

    def client_writes():
        print("client writes", client.send(b"hello"), loop.remove_writer(client))
        print("client listens", loop.add_reader(client, client_reads))

    def client_reads():
        received.append(client.recv(100))
        print("client read", received[-1])
        if len(received) == 3:
            done.set_result(len(received))
        else:
            loop.add_writer(client, client_writes)

    loop.add_reader(server, server_reads)
    loop.add_writer(client, client_writes)
    print("done", await done)
    print("removed", loop.remove_reader(server), loop.remove_reader(client), loop.remove_writer(client))
    client.close()
    server.close()


async def writers_removed_while_reading():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    calls = []

    def writes():
        calls.append("write")
        if calls.count("write") == 2:
            b.send(b"x")

    def reads():
        calls.append(a.recv(1).decode())
        loop.remove_writer(a)
        calls.append("removed")

    loop.add_reader(a, reads)
    loop.add_writer(a, writes)
    for _ in range(20):
        await asyncio.sleep(0)
    at = calls.index("removed")
    # A call that was ready in the same pass may still come.
    print("before", calls[:2], "after", len(calls[at + 1 :]) <= 1)
    loop.remove_reader(a)
    a.close()
    b.close()


asyncio.run(echo_through_a_writer())
asyncio.run(writers_removed_while_reading())

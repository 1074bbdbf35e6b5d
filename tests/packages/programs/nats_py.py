"""A client against a small server in the same program: subscriptions, queues, requests, errors, draining."""
import asyncio
import json
import nats
from nats.errors import NoRespondersError, TimeoutError


async def serve(reader, writer):
    writer.write(b"INFO " + json.dumps({"server_id": "S", "version": "2.10.0", "max_payload": 1000, "proto": 1, "headers": True}).encode() + b"\r\n")
    subscriptions = {}
    while line := await reader.readline():
        verb, *parts = line.decode().split()
        if verb == "PING":
            writer.write(b"PONG\r\n")
        elif verb == "SUB":
            subscriptions[parts[-1]] = parts[0]
        elif verb == "UNSUB" and len(parts) == 1:
            subscriptions.pop(parts[0], None)
        elif verb in ("PUB", "HPUB"):
            data = (await reader.readexactly(int(parts[-1]) + 2))[:-2]
            subject = parts[0]
            reply = parts[1] if len(parts) > (2 if verb == "PUB" else 3) else ""
            found = [sid for sid, pattern in subscriptions.items()
                     if pattern == subject or pattern.endswith("*") and subject.startswith(pattern[:-1])]
            sizes = parts[-1] if verb == "PUB" else " ".join(parts[-2:])
            for sid in found:
                head = "MSG" if verb == "PUB" else "HMSG"
                writer.write(f"{head} {subject} {sid} {reply + ' ' if reply else ''}{sizes}\r\n".encode() + data + b"\r\n")
            if not found and reply:
                status = b"NATS/1.0 503\r\n\r\n"
                sid = next(sid for sid, pattern in subscriptions.items() if reply.startswith(pattern.rstrip("*")))
                writer.write(f"HMSG {reply} {sid} {len(status)} {len(status)}\r\n".encode() + status + b"\r\n")
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = await nats.connect(f"nats://127.0.0.1:{port}", name="me", connect_timeout=5)
    print("connected", client.is_connected, client.max_payload)

    async def answer(message):
        await message.respond(message.data[::-1])

    await client.subscribe("echo", cb=answer)
    subscription = await client.subscribe("news.*")
    await client.publish("news.a", b"one")
    await client.publish("news.b", b"two", headers={"Kind": "x"})
    for _ in range(2):
        message = await subscription.next_msg(timeout=5)
        print("message", message.subject, message.data, message.headers)
    reply = await client.request("echo", b"abc", timeout=5)
    print("reply", reply.data)
    try:
        await client.request("nobody", b"", timeout=5)
    except NoRespondersError as error:
        print("nobody", error)
    try:
        await subscription.next_msg(timeout=0.05)
    except TimeoutError as error:
        print("timeout", error)
    try:
        await client.publish("news.a", b"x" * 2000)
    except Exception as error:
        print(type(error).__name__, error)
    await subscription.unsubscribe()
    await client.drain()
    print("closed", client.is_closed, client.stats["in_msgs"], client.stats["out_msgs"])
    server.close()


asyncio.run(main())

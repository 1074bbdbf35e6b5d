"""The asynchronous client against a real server: pipelines, messages, watched keys, locks, scripts.

Needs redis-server.
"""

import asyncio
import os

import redis.asyncio as redis


async def messages(subscription, ready):
    seen = []
    async for message in subscription.listen():
        seen.append((message["type"], message["data"]))
        ready.set()
        if message["data"] == "stop":
            return seen


async def watch(client):
    async with client.pipeline() as pipeline:
        await pipeline.watch("n")
        n = int(await pipeline.get("n"))
        await client.set("n", 100)
        pipeline.multi()
        pipeline.set("n", n + 1)
        try:
            await pipeline.execute()
        except redis.WatchError as error:
            print("watched", type(error).__name__)


async def main():
    client = redis.Redis(port=int(os.environ["REDIS_PORT"]), decode_responses=True)
    print("ping", await client.ping())
    await client.set("k", "v", ex=1000)
    print("get", await client.get("k"), await client.ttl("k") > 900, await client.get("none"))
    async with client.pipeline(transaction=True) as pipeline:
        pipeline.incr("n").incr("n").lpush("l", 1, 2, 3).lrange("l", 0, -1)
        print("pipeline", await pipeline.execute())
    subscription, ready = client.pubsub(), asyncio.Event()
    await subscription.subscribe("channel")
    task = asyncio.create_task(messages(subscription, ready))
    await ready.wait()
    for text in ("one", "two", "stop"):
        await client.publish("channel", text)
    print("messages", await task)
    await subscription.aclose()
    await watch(client)
    await client.xadd("stream", {"a": 1})
    print("stream", [fields for _, fields in await client.xrange("stream")])
    lock = client.lock("lock", timeout=60)
    async with lock:
        print("lock", await lock.locked(), await lock.owned())
    print("unlocked", await lock.locked())
    print("blocking", await client.blpop("l", timeout=10), await client.blpop("none", timeout=0.1))
    try:
        await client.lpush("k", 1)
    except redis.ResponseError as error:
        print("error", error)
    script = client.register_script("return redis.call('get', KEYS[1])")
    print("script", await client.eval("return {KEYS[1], ARGV[1]}", 1, "a", "b"), await script(keys=["k"]))
    print("at once", sorted(await asyncio.gather(*(client.incr("c") for _ in range(200))))[-1])
    print("keys", sorted([key async for key in client.scan_iter("*")]))
    await client.aclose()


asyncio.run(main())

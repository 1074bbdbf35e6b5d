"""The asynchronous client against a server in the same program: pipelines, scripts of replies, errors."""
import asyncio
import redis.asyncio as redis
from redis.exceptions import ConnectionError, ResponseError

data = {}


def encode(value):
    if value is None:
        return b"$-1\r\n"
    if isinstance(value, int):
        return b":%d\r\n" % value
    if isinstance(value, list):
        return b"*%d\r\n" % len(value) + b"".join(map(encode, value))
    if isinstance(value, Exception):
        return b"-ERR %s\r\n" % str(value).encode()
    if isinstance(value, str):
        return b"+%s\r\n" % value.encode()
    return b"$%d\r\n%s\r\n" % (len(value), value)


def answer(name, *args):
    match name.upper(), args:
        case b"SET", (key, value, *_):
            data[key] = value
            return "OK"
        case b"GET", (key,):
            return data.get(key)
        case b"INCRBY", (key, n):
            data[key] = b"%d" % (int(data.get(key, b"0")) + int(n))
            return int(data[key])
        case b"RPUSH", (key, *items):
            data.setdefault(key, []).extend(items)
            return len(data[key])
        case b"LRANGE", (key, _, _):
            return data[key]
        case b"CLIENT", _:
            return "OK"
        case _:
            return ValueError(f"unknown command {name.decode()}")


async def serve(reader, writer):
    while line := await reader.readline():
        parts = []
        for _ in range(int(line[1:])):
            size = int((await reader.readline())[1:])
            parts.append((await reader.readexactly(size + 2))[:-2])
        writer.write(encode(answer(*parts)))
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with redis.Redis(port=port, decode_responses=True) as client:
        print("set, get:", await client.set("k", "é"), await client.get("k"), await client.get("none"))
        async with client.pipeline(transaction=False) as pipe:
            pipe.incr("n").incrby("n", 5).rpush("l", "a", "b").lrange("l", 0, -1)
            print("pipeline:", await pipe.execute())
        print("gather:", await asyncio.gather(*(client.incr("m") for _ in range(4))))
        try:
            await client.execute_command("NOPE")
        except ResponseError as error:
            print("error:", error)
    server.close()
    try:
        await redis.Redis(port=1).ping()
    except ConnectionError as error:
        print("refused:", "111" in str(error))


asyncio.run(main())

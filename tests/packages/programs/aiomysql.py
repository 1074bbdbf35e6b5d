"""Parameters escaped, and a server in the same program that refuses a user."""
import asyncio
import aiomysql
import pymysql.converters


async def serve(reader, writer):
    greeting = b"\x0a8.0.0\0" + (1).to_bytes(4, "little") + b"12345678\0" + b"\xff\xf7" + b"\x21" + b"\x02\0" + b"\xff\x81\x15" + bytes(10) + b"123456789012\0" + b"mysql_native_password\0"
    writer.write(len(greeting).to_bytes(3, "little") + b"\0" + greeting)
    size = int.from_bytes((await reader.readexactly(4))[:3], "little")
    reply = await reader.readexactly(size)
    print("user:", reply[32:].split(b"\0")[0], b"mysql_native_password" in reply)
    error = b"\xff" + (1045).to_bytes(2, "little") + b"#28000Access denied"
    writer.write(len(error).to_bytes(3, "little") + b"\2" + error)
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        await aiomysql.connect(host="127.0.0.1", port=server.sockets[0].getsockname()[1], user="me", password="secret")
    except Exception as error:
        print("refused:", type(error).__name__, error.args)
    server.close()
    try:
        await aiomysql.connect(host="127.0.0.1", port=1)
    except aiomysql.OperationalError as error:
        print("no server:", error.args[0])


print("escaped:", [pymysql.converters.escape_item(x, "utf8") for x in ("a'b", None, 1.5, True)])
asyncio.run(main())

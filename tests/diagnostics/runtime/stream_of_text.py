import asyncio
async def main():
    async def h(r, w): w.close()
    s = await asyncio.start_server(h, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
    w.write("hello")
asyncio.run(main())

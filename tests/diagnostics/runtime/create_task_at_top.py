import asyncio
async def f(): pass
t = asyncio.create_task(f())

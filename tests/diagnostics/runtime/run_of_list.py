import asyncio
async def f(): pass
asyncio.run([f(), f()])

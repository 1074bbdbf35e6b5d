import asyncio
async def main():
    await asyncio.create_subprocess_exec(["echo", "hi"])
asyncio.run(main())

import asyncio
async def f(): pass
async def main():
    group = asyncio.TaskGroup()
    group.create_task(f())
asyncio.run(main())

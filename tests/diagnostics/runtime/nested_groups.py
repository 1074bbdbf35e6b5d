import asyncio


async def download(page):
    await asyncio.sleep(0.1)
    if page % 2:
        raise ConnectionError(f"page {page} is not there")


async def download_book(name, pages):
    async with asyncio.TaskGroup() as group:
        for page in pages:
            group.create_task(download(page), name=f"{name}, page {page}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(download_book("Middlemarch", [1, 2, 3]), name="Middlemarch")
        group.create_task(download_book("Emma", [2, 5]), name="Emma")


asyncio.run(main())

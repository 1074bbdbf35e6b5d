import asyncio


async def fetch(url):
    return url


async def main(urls):
    pages = []
    for url in urls:
        pages.append(await fetch(url))
    for n, url in enumerate(urls):
        page = await fetch(url)
        pages.append(page)
    return pages

import asyncio


async def fetch(url, retries=1):
    return url


class Client:
    async def get(self, url):
        return url

    async def all(self, urls):
        return {url: await self.get(url) for url in urls}


async def main(urls):
    pages = [await fetch(url) for url in urls]
    some = {await fetch(url, retries=2) for url in urls if url}
    pairs = [await fetch(b) for a, b in urls]
    return pages, some, pairs

import asyncio
from os import path as p
total = 0
def outer(n, *args, key=None, **kw):
    global total
    retries = 3
    def inner():
        nonlocal retries
        retries += 1
        return [x * n for x in args if x]
    del key
    return inner
class C[T](object):
    attr: int = 1
    def m(self): return super().m()
async def fetch():
    async with asyncio.timeout(1) as t:
        yield (y for y in range(3)), lambda q: q
type Pair = tuple[int, int]

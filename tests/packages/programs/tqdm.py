"""Bars over iterables and asynchronous ones, written as text."""
import asyncio
import io
import re
from tqdm import tqdm
from tqdm.asyncio import tqdm as async_tqdm


def shown(out):
    return re.sub(r"\[.*?\]", "[]", out.getvalue().split("\r")[-1]).strip()


out = io.StringIO()
print("sum:", sum(tqdm(range(50), file=out, ascii=True, ncols=60, desc="sum", mininterval=0)))
print("bar:", shown(out))
with tqdm(total=10, file=io.StringIO(), unit="B", unit_scale=True) as bar:
    bar.update(4)
    bar.set_postfix(a=1)
    print("state:", bar.n, bar.postfix, tqdm.format_sizeof(123456), tqdm.format_interval(3725))


async def main():
    async def double(x):
        await asyncio.sleep(0)
        return x * 2

    print("gather:", await async_tqdm.gather(*map(double, range(4)), file=io.StringIO()))

    async def items():
        for n in range(3):
            yield n

    print("items:", [x async for x in async_tqdm(items(), file=io.StringIO())])


asyncio.run(main())

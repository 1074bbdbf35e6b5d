# clock: real
import asyncio
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def square(x):
    return x * x


def die(_):
    os._exit(3)


def fail(x):
    raise ValueError(f"bad {x}")


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as executor:
        print("loop", await asyncio.gather(*(loop.run_in_executor(executor, square, i) for i in range(4))))
        try:
            await loop.run_in_executor(executor, fail, 1)
        except ValueError as error:
            print("error", error)


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print("pool", pool.map(square, range(10)))
        print("async", pool.apply_async(square, (7,)).get(10))
    with ProcessPoolExecutor(2) as executor:
        print("executor", list(executor.map(square, range(5))))
        try:
            executor.submit(die, 1).result()
        except BrokenProcessPool as error:
            print("broken", type(error).__name__)
    asyncio.run(main())

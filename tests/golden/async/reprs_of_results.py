"""Long results are shortened in the reprs of futures."""

import asyncio


class Mine:
    def __repr__(self):
        return "<" + "Mine" * 20 + ">"


async def main():
    loop = asyncio.get_running_loop()
    for result in [
        "x" * 100, list(range(100)), {i: i for i in range(20)}, set(range(20)), tuple(range(20)), (1,),
        int("1234567890" * 5), b"x" * 100, [[[[[[[[1]]]]]]]], {"a": {"b": [1, {"c": "d" * 50}]}},
        Mine(), range(10**9, 10**12, 33333), 1.5, None, True,
    ]:
        future = loop.create_future()
        future.set_result(result)
        print(future)
    reader = asyncio.StreamReader()
    reader.feed_data(b"abc")
    reader.set_exception(ValueError("broken"))
    print(reader)


asyncio.run(main())

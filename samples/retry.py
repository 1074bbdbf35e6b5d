"""Try again, each time after twice the pause, and give up in the end."""

import asyncio
import functools


def retry(times, pause):
    def decorate(method):
        @functools.wraps(method)
        async def wrapper(self):
            for attempt in range(times):
                try:
                    return await method(self)
                except ConnectionError as error:
                    if attempt == times - 1:
                        raise
                    wait = pause * 2**attempt
                    print(f"{error}; {method.__name__} again in {wait * 1000:.0f} ms")
                    await asyncio.sleep(wait)

        return wrapper

    return decorate


class Door:
    def __init__(self, room, patience):
        self.room = room
        self.patience = patience

    @retry(times=4, pause=0.01)
    async def knock(self):
        if self.patience:
            self.patience -= 1
            raise ConnectionError(f"nobody opens the {self.room}")
        return f"come into the {self.room}"


async def main():
    print(await Door("kitchen", patience=2).knock())
    try:
        await Door("cellar", patience=100).knock()
    except ConnectionError as error:
        print("gave up:", error)


asyncio.run(main())

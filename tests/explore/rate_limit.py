# explore:
# finds: failed assertion, 1
import asyncio

tokens = 1
served = 0


async def request(delay):
    global tokens, served
    await asyncio.sleep(delay)
    if tokens > 0:
        await asyncio.sleep(0.05)  # looks up the client
        tokens -= 1
        served += 1


async def main():
    await asyncio.gather(request(0.1), request(0.16))
    assert served == 1, served


asyncio.run(main())

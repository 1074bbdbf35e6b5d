"""Streams of values that take their time, and tidy up when nobody listens."""

import asyncio


async def thermometer(start, step):
    degrees = start
    try:
        while True:
            yield degrees
            await asyncio.sleep(0.01)
            degrees += step
    finally:
        print("thermometer put away at", degrees)


async def until(limit, readings):
    async for degrees in readings:
        if degrees > limit:
            await readings.aclose()
            return
        yield degrees


async def main():
    async for degrees in until(80, thermometer(20, 25)):
        print(f"{degrees:3} {'#' * (degrees // 5)}")

    warm = [degrees async for degrees in until(60, thermometer(15, 10)) if degrees > 30]
    print("warm:", warm)


asyncio.run(main())

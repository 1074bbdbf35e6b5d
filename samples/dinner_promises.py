"""A task starts at once; a bare coroutine waits until somebody awaits it."""

import asyncio


async def roast(vegetable):
    print(f"  {vegetable} goes into the oven")
    await asyncio.sleep(0.02)
    print(f"  {vegetable} comes out")
    return f"roasted {vegetable}"


async def main():
    lazy = roast("pumpkin")  # hob: ignore[H103]
    eager = asyncio.create_task(roast("carrot"))
    bell = asyncio.get_running_loop().create_future()
    bell.add_done_callback(lambda bell: print(f"  ding: {bell.result()}"))

    print("laying the table")
    await asyncio.sleep(0.01)
    print("pouring water")
    bell.set_result("guests at the door")

    print("dinner:", await eager, "and", await lazy)


asyncio.run(main())

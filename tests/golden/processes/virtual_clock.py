# Under a clock that jumps, a time-out does not fire while a child process is at work.
import asyncio
import sys


async def main():
    try:
        async with asyncio.timeout(60):
            process = await asyncio.create_subprocess_exec("sh", "-c", "sleep 0.3; echo done", stdout=asyncio.subprocess.PIPE)
            print("output:", await process.stdout.readline(), "status:", await process.wait())
    except TimeoutError:
        print("the clock ran away")
    process = await asyncio.create_subprocess_exec("sleep", "100")
    try:
        await asyncio.wait_for(process.wait(), 0.2)
    except TimeoutError:
        print("a time-out comes for a child that takes too long")
    process.kill()
    print("status:", await process.wait())


asyncio.run(main())

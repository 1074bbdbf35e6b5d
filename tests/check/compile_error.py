def main():
    await sleep(1)


return 1
import time


async def other():
    time.sleep(1)
    other()

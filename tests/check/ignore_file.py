# hob: ignore-file[H201, H104]
import time


async def main():
    time.sleep(1)
    main()

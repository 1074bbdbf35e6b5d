import time


async def main():
    time.sleep(1)  # hob: ignore[H201]
    time.sleep(1)  # hob: ignore
    time.sleep(1)  # fine here # hob: ignore[blocking-call]: a test of the loop
    time.sleep(main())  # hob:ignore[ H201 , H106 ]
    time.sleep(1)  # hob: ignore[H101]
    time.sleep(1)  # hob: ignore[H999]
    time.sleep(1)  # hob: ignored
    time.sleep(1)  # noqa
    time.sleep(
        1,
    )  # hob: ignore[H201]
    print("# hob: ignore")
    print(f"# hob: ignore {main}")
    print(1)  # hob: ignore

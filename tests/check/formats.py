import time


async def cook(dish):
    time.sleep(1)  # "naïve": 50%
    print("é", undefined)


async def main():
    soup = cook("söup")
    await cook("bread")
    await soup


main()

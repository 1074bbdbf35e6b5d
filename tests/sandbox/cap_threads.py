# prints: 3 denied
import _thread, threading, asyncio, concurrent.futures
async def main():
    await asyncio.to_thread(print, "ESCAPED")
doors = [
    lambda: _thread.start_new_thread(print, ("ESCAPED",)),
    lambda: threading.Thread(target=print, args=("ESCAPED",)).start(),
    lambda: concurrent.futures.ThreadPoolExecutor().submit(print, "ESCAPED"),
]
denied = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    else:
        print("ESCAPED", found)
try:
    asyncio.run(main())
except PermissionError:
    pass
print(denied, "denied")

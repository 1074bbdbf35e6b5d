# limits: instructions=300000
# capabilities: threads
# ends: instructions
import threading
def stubborn():
    while True:
        try:
            while True:
                pass
        except BaseException:
            print("ESCAPED")
        finally:
            print("ESCAPED")
lock = threading.Lock()
lock.acquire()
def waits():
    try:
        lock.acquire()
    finally:
        print("ESCAPED")
for _ in range(3):
    threading.Thread(target=stubborn).start()
    threading.Thread(target=waits).start()
try:
    lock.acquire()
finally:
    print("ESCAPED")

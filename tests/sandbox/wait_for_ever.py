# limits: time=300ms
# capabilities: real-time threads
# ends: time
import threading, time
lock = threading.Lock()
lock.acquire()
threading.Thread(target=time.sleep, args=(100,)).start()
try:
    lock.acquire()
finally:
    print("ESCAPED")

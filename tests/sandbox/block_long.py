# limits: time=500ms
# ends: time
import select, threading, queue, socket
try:
    select.select([], [], [], 1e9)
except PermissionError:
    pass
threading.Event().wait(1e9)
try:
    queue.Queue().get(timeout=1e9)
except queue.Empty:
    pass
condition = threading.Condition()
with condition:
    condition.wait_for(lambda: False, 1e9)
import time
while True:
    time.sleep(1e6)

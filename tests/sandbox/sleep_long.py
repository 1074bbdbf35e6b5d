# limits: time=300ms
# capabilities: real-time
# ends: time
import time
time.sleep(100)

# prints: 1970-01-01 5.0
import time, datetime
before = time.monotonic()
time.sleep(5)
print(datetime.date.fromtimestamp(time.time()), time.monotonic() - before)
for door in [time.process_time, time.thread_time]:
    try:
        print("ESCAPED", door())
    except PermissionError:
        pass

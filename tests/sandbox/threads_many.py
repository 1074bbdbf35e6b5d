# limits: heap=64M
# capabilities: threads
# ends: heap memory
import threading
wait = threading.Event()
def work():
    kept = list(range(1000))
    wait.wait()
    return kept
while True:
    threading.Thread(target=work).start()

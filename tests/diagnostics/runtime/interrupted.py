import time


def wait():
    time.sleep(0.1)
    raise KeyboardInterrupt


wait()

"""Threads that all wait for each other raise RuntimeError in the main thread.

CPython waits for ever. (So that this program ends there, too, it does not wait at all.)
"""

import sys
import threading

if sys.implementation.name == "hob":
    lock = threading.Lock()
    lock.acquire()
    try:
        lock.acquire()
    except RuntimeError as error:
        print(error)
else:
    print("would wait for ever")

# prints: all well
for name in ["ctypes", "_ctypes", "cffi", "mmap", "_posixshmem", "multiprocessing.shared_memory", "readline", "pty", "fcntl", "resource"]:
    try:
        module = __import__(name)
    except ImportError:
        continue
    for attribute in ["CDLL", "mmap", "shm_open", "fork", "fcntl", "getrlimit"]:
        door = getattr(module, attribute, None)
        if door is None:
            continue
        try:
            print("ESCAPED", door(0, 0))
        except (OSError, TypeError):
            pass
print("all well")

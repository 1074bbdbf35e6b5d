async with lock:
    print("mine")

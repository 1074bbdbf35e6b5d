async def main(lock):
    await with lock:
        pass

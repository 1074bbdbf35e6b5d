"""Functions that do not surely block, and those that others may run."""

import asyncio
import os
import threading
import time

lock = threading.Lock()


def maybe(seconds):
    if not seconds:
        return
    time.sleep(seconds)


def in_branch(seconds):
    if seconds:
        time.sleep(seconds)
    for _ in range(seconds):
        time.sleep(1)
    seconds and time.sleep(seconds)


def generator():
    time.sleep(1)
    yield


def defines():
    def inner():
        time.sleep(1)

    return inner


def peel():
    time.sleep(1)


def again(n):
    again(n - 1)


async def main():
    maybe(0)
    in_branch(0)
    generator()
    defines()
    again(3)
    await asyncio.to_thread(peel)
    await asyncio.get_running_loop().run_in_executor(None, peel)
    with lock:
        print("quickly")
    await asyncio.sleep(1)
    reading, writing = os.pipe()
    open("file"), open(reading), os.read(os.open("file", os.O_RDONLY), 1)  # hob: ignore[H202]

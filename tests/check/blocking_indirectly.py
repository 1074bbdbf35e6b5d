import asyncio
import os
import sys
import threading
import time

lock = threading.Lock()


def peel():
    print("peeling")
    time.sleep(2)


def prepare():
    with open("recipe") as recipe:
        try:
            peel()
        finally:
            print(recipe)


class Cook:
    def rest(self):
        time.sleep(1)

    async def work(self):
        self.rest()


async def main():
    peel()
    prepare()
    with lock:
        await asyncio.sleep(1)
    for line in sys.stdin:
        print(line)
    os.mkfifo("orders")
    open("orders")
    path = "more orders"
    os.mkfifo(path)
    open(path)
    reading, writing = os.pipe()
    os.read(reading, 100)

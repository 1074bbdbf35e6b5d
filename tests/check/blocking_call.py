import asyncio
import concurrent.futures
import getpass
import os
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from subprocess import check_output as shell
from time import sleep as nap
from urllib import request

import requests

lock = threading.Lock()


async def main():
    time.sleep(1)
    nap(0.5)
    requests.get("https://example.org")
    with requests.Session() as session:
        session.post("https://example.org")
    urllib.request.urlopen("https://example.org")
    request.urlopen("https://example.org")
    subprocess.run(["true"])
    shell(["true"])
    process = subprocess.Popen(["true"])
    process.wait()
    os.system("true")
    name = input("Name: ")
    getpass.getpass()
    sys.stdin.readline()
    open("/dev/stdin")
    jobs = queue.Queue()
    jobs.get()
    jobs.get(timeout=5)
    threading.Event().wait()
    lock.acquire()
    socket.create_connection(("localhost", 80))
    s = socket.socket()
    s.connect(("localhost", 80))
    s.recv(100)
    pool = concurrent.futures.ThreadPoolExecutor()
    pool.submit(print).result()
    future = asyncio.run_coroutine_threadsafe(main(), asyncio.get_running_loop())
    future.result()
    thread = threading.Thread(target=print)
    thread.join()
    [time.sleep(n) for n in range(2)]
    return name

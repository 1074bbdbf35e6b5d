"""Jobs on a real server, done by two worker processes that Ctrl-C ends: results, retries, failures.

Needs redis-server.
"""

import asyncio
import os
import signal
import subprocess
import sys

from arq import Retry, create_pool, worker
from arq.connections import RedisSettings

SETTINGS = RedisSettings(port=int(os.environ["REDIS_PORT"]))


async def add(context, a, b):
    await asyncio.sleep(0.01)
    return a + b


async def twice(context):
    if context["job_try"] == 1:
        raise Retry(defer=0)
    return context["job_try"]


async def fail(context):
    raise ValueError("no")


async def place(context):
    await asyncio.sleep(0.2)
    return os.getpid()


class Worker:
    functions = [add, twice, fail, place]
    redis_settings = SETTINGS
    max_jobs = 1
    poll_delay = 0.02

    @staticmethod
    async def on_startup(context):
        print("worker starts", flush=True)

    @staticmethod
    async def on_shutdown(context):
        print("worker ends", flush=True)


async def main():
    workers = [
        subprocess.Popen([sys.executable, __file__, "worker"], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in workers:
        print(process.stdout.readline(), end="")
    pool = await create_pool(SETTINGS)
    jobs = [await pool.enqueue_job("add", i, i) for i in range(10)]
    print("sums", [await job.result(timeout=50) for job in jobs])
    job = await pool.enqueue_job("twice")
    print("tried", await job.result(timeout=50))
    job = await pool.enqueue_job("fail")
    try:
        await job.result(timeout=50)
    except ValueError as error:
        print("failed", error)
    places = set()
    while len(places) < 2:
        jobs = [await pool.enqueue_job("place") for _ in range(4)]
        places |= {await job.result(timeout=50) for job in jobs}
    print("processes", places == {process.pid for process in workers})
    await pool.aclose()
    for process in workers:
        process.send_signal(signal.SIGTERM)
        print(process.stdout.read(), end="")
        process.wait()


if sys.argv[1:] == ["worker"]:
    worker.run_worker(Worker)
else:
    asyncio.run(main())

"""Queues in memory by kombu, jobs by rq's and huey's immediate modes, plans by schedule, retries by backoff and stamina."""
import asyncio
import datetime
import logging
import backoff
import huey
import kombu
import schedule
import stamina
from kombu import Connection, Exchange, Queue

with Connection("memory://") as connection:
    exchange = Exchange("tasks", type="topic")
    queues = [Queue(name, exchange, routing_key=key) for name, key in (("all", "#"), ("errors", "*.error"))]
    producer = connection.Producer(serializer="json")
    for key in ("a.info", "b.error", "c.error"):
        producer.publish({"key": key, "when": datetime.date(2024, 1, 2).isoformat()}, exchange=exchange, routing_key=key, declare=queues, headers={"h": key}, compression="zlib")
    got = []

    def take(body, message):
        got.append((message.delivery_info["routing_key"], body["key"], message.headers["h"]))
        message.ack()

    with connection.Consumer(queues, callbacks=[take]):
        for _ in range(5):
            connection.drain_events(timeout=5)
    print(sorted(got))
    simple = connection.SimpleQueue("simple")
    simple.put({"x": [1, 2]})
    message = simple.get(timeout=5)
    print(message.payload, message.content_type, simple.qsize())
    message.ack()
    try:
        simple.get(timeout=0.1)
    except simple.Empty:
        print("empty")
print(kombu.serialization.dumps({"d": datetime.datetime(2024, 1, 1)}, serializer="json"))

app = huey.MemoryHuey(immediate=True)


@app.task(retries=2)
def add(a, b):
    if a < 0:
        raise ValueError("negative")
    return a + b


@app.periodic_task(huey.crontab(minute="0", hour="*/3"))
def every():
    pass


logging.disable(logging.CRITICAL)
stamina.instrumentation.set_on_retry_hooks([])
print(add(1, 2)(), add.map([(1, 1), (2, 2)]).get(), add.s(3, 4).then(add, 5).error is not None)
failing = add(-1, 0)
try:
    failing()
except huey.exceptions.TaskException as error:
    print("failed", error)
print(every.task_class.__name__, huey.crontab(minute="*/15")(datetime.datetime(2024, 1, 1, 0, 30)))

runs = []
job = schedule.every(10).minutes.do(runs.append, "x").tag("t")
schedule.every().monday.at("10:30").do(print)
schedule.every(1).to(3).hours.do(print)
print(len(schedule.get_jobs()), schedule.get_jobs("t")[0].interval, job.unit)
schedule.run_all(delay_seconds=0) if False else job.run()
print(runs, schedule.clear("t"), len(schedule.jobs))
try:
    schedule.every().day.at("25:00")
except schedule.ScheduleValueError as error:
    print("error", error)

tries = []


@backoff.on_exception(backoff.constant, ValueError, max_tries=3, interval=0.01, jitter=None, on_giveup=lambda d: tries.append(("gave up", d["tries"])))
async def fails():
    tries.append(1)
    raise ValueError("no")


@backoff.on_predicate(backoff.expo, lambda r: r < 3, factor=0.001, max_tries=9)
def grows():
    tries.append(2)
    return len(tries)


@stamina.retry(on=KeyError, attempts=3, wait_initial=0.001, wait_max=0.01)
async def again():
    tries.append(3)
    if tries.count(3) < 3:
        raise KeyError
    return "at last"


async def main():
    try:
        await fails()
    except ValueError as error:
        print("gave up", error)
    print(grows(), await again(), tries)
    async for attempt in stamina.retry_context(on=OSError, attempts=2, wait_initial=0.001):
        with attempt:
            print("attempt", attempt.num)
            if attempt.num == 1:
                raise OSError


asyncio.run(main())

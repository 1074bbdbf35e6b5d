"""Tasks called eagerly: chains, groups, chords, retries, errors, schedules and signals."""
from celery import Celery, chain, chord, group, signals
from celery.schedules import crontab

app = Celery("demo", broker="memory://", backend="cache+memory://")
app.conf.update(task_always_eager=True, task_store_eager_result=False)
tries = []


@app.task
def add(a, b):
    return a + b


@app.task
def total(numbers):
    return sum(numbers)


@app.task(bind=True, max_retries=3)
def flaky(self):
    tries.append(self.request.retries)
    if len(tries) < 3:
        raise self.retry(countdown=0)
    return "done"


@signals.task_success.connect
def told(sender=None, result=None, **_):
    if sender.name.endswith("total"):
        print("signal:", sender.name.rpartition(".")[2], result)


print("delay:", add.delay(1, 2).get(), add.s(5)(6))
print("chain:", chain(add.s(1, 2), add.s(10), add.s(100))().get())
print("group:", group(add.s(n, n) for n in range(4))().get())
print("chord:", chord((add.s(n, 1) for n in range(3)), total.s())().get())
print("retry:", flaky.delay().get(), tries)
failed = add.delay(1, "x")
print("error:", failed.state, type(failed.result).__name__)
print("schedule:", crontab(minute="*/15", hour="1-3"), sorted(app.tasks.regular())[-3:])
print("queues:", app.conf.task_default_queue, app.amqp.queues["celery"].exchange.type)

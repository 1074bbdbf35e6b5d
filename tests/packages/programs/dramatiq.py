"""Actors on a broker in memory: workers, retries, pipelines, results."""
import dramatiq
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import CurrentMessage
from dramatiq.results import Results
from dramatiq.results.backends import StubBackend

broker = StubBroker()
broker.add_middleware(Results(backend=StubBackend()))
broker.add_middleware(CurrentMessage())
dramatiq.set_broker(broker)
calls = []


@dramatiq.actor(store_results=True)
def add(a, b):
    return a + b


@dramatiq.actor(max_retries=3, min_backoff=1, max_backoff=2)
def flaky():
    calls.append(CurrentMessage.get_current_message().options.get("retries", 0))
    if len(calls) < 3:
        raise ValueError("not yet")


worker = dramatiq.Worker(broker, worker_timeout=50, worker_threads=2)
worker.start()
message = add.send(1, 2)
print("result:", message.get_result(block=True, timeout=5000))
pipe = (add.message(1, 2) | add.message(10)).run()
print("pipeline:", pipe.get_result(block=True, timeout=5000))
flaky.send()
broker.join(flaky.queue_name, fail_fast=False)
worker.join()
print("retries:", calls)
worker.stop()

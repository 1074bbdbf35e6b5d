"""Counters, gauges, histograms and states, written as text and served to a scraper."""
import re
import urllib.request
from prometheus_client import (
    CollectorRegistry, Counter, Enum, Gauge, Histogram, Info, Summary, generate_latest, start_http_server,
)

registry = CollectorRegistry()
requests = Counter("requests", "Requests by method", ["method"], registry=registry)
requests.labels("get").inc()
requests.labels(method="post").inc(2.5)
busy = Gauge("busy", "Work under way", registry=registry)
with busy.track_inprogress():
    print("under way =", registry.get_sample_value("busy"))
busy.set(3)
sizes = Histogram("sizes", "Sizes of answers", buckets=(1, 2, 5), registry=registry)
for size in (0.5, 1.5, 9):
    sizes.observe(size)
lengths = Summary("lengths", "Lengths of names", registry=registry)
lengths.observe(4)
Info("build", "The build", registry=registry).info({"version": "1", "name": 'a "quoted" one'})
state = Enum("state", "The state", states=["starting", "running"], registry=registry)
state.state("running")


@requests.labels("failed").count_exceptions(KeyError)
def fail(error):
    raise error


for error in (KeyError(1), ValueError(2)):
    try:
        fail(error)
    except Exception:
        print("failed =", registry.get_sample_value("requests_total", {"method": "failed"}))


def steady(text):
    return re.sub(r"(_created\S*) \S+", r"\1 TIME", text.decode())


text = steady(generate_latest(registry))
print(text)
server, thread = start_http_server(0, "127.0.0.1", registry=registry)
with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/metrics") as answer:
    print("served =", answer.status, steady(answer.read()) == text)
server.shutdown()
thread.join()
server.server_close()
for wrong in (lambda: requests.labels("a", "b"), lambda: requests.labels("get").inc(-1), lambda: state.state("none"),
              lambda: Counter("requests", "Again", registry=registry)):
    try:
        wrong()
    except ValueError as error:
        print("refused:", error)

"""threading.local with properties, arguments and threads; queue.SimpleQueue."""
import queue
import threading


class Settings(threading.local):
    kind = "class"

    def __init__(self, level=0):
        self.level = level

    @property
    def doubled(self):
        return self.level * 2

    @doubled.setter
    def doubled(self, value):
        self.level = value // 2


def tell(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


settings = Settings(level=3)
print(settings.level, settings.doubled, settings.kind, settings.__dict__)
settings.doubled = 10
settings.kind = "own"
print(settings.level, settings.kind, sorted(settings.__dict__))
del settings.kind
print(settings.kind)
tell(getattr, settings, "missing")
tell(delattr, settings, "missing")
tell(setattr, settings, "__dict__", {})
tell(threading.local, 1)
tell(lambda: ("x", hasattr(threading.local(), "x")))
seen = []


def other():
    seen.append((settings.level, settings.__dict__))
    settings.level = 99
    settings.extra = 1


thread = threading.Thread(target=other)
thread.start()
thread.join()
print(seen, settings.level, hasattr(settings, "extra"))

items = queue.SimpleQueue()
print(items.empty(), items.qsize())
items.put(1)
items.put(2, block=False)
items.put_nowait(3)
print(items.get(), items.get(block=False), items.get_nowait(), items.empty())
for ask in (items.get_nowait, lambda: items.get(block=False), lambda: items.get(timeout=0.001)):
    try:
        ask()
    except queue.Empty as error:
        print("empty", type(error).__module__, type(error).__name__, error.args)
tell(lambda: items.get(timeout=-1))
results = []
workers = [threading.Thread(target=lambda: results.append(items.get())) for _ in range(3)]
for worker in workers:
    worker.start()
for number in range(3):
    items.put(number)
for worker in workers:
    worker.join()
print(sorted(results))
print(queue.SimpleQueue[int])

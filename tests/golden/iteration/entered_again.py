"""Iterators that their own source or function asks for the next item, and that threads share."""
import itertools
import threading
import time


class Source:
    """Counts to nine; the third item is the iterator's own next item."""

    def __init__(self):
        self.count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count > 9:
            raise StopIteration
        if self.count == 3:
            return next(iterator, None)
        return self.count


def show(name, made):
    global iterator
    iterator = made
    try:
        print(name, list(itertools.islice(iterator, 6)))
    except (RuntimeError, ValueError) as error:
        print(name, error)


show("map", map(lambda item: item, Source()))
show("map of two", map(lambda *items: items, Source(), range(9)))
show("filter", filter(None, Source()))
show("zip", zip(Source(), range(9)))
show("zip of three", zip(range(9), Source(), range(9)))
show("enumerate", enumerate(Source()))
show("chain", itertools.chain(Source(), "ab"))
show("chain of iterables", itertools.chain.from_iterable([Source(), [1, 2]]))
show("islice", itertools.islice(Source(), 8))
show("accumulate", itertools.accumulate(Source(), lambda a, b: (a, b)))
show("cycle", itertools.cycle(Source()))
show("compress", itertools.compress(Source(), [1] * 9))
show("zip_longest", itertools.zip_longest(Source(), range(3)))
show("pairwise", itertools.pairwise(Source()))
show("batched", itertools.batched(Source(), 2))
show("takewhile", itertools.takewhile(bool, Source()))
show("dropwhile", itertools.dropwhile(lambda item: item == 1, Source()))
show("filterfalse", itertools.filterfalse(lambda item: item == 1, Source()))
show("starmap", itertools.starmap(lambda *items: items, zip(Source(), range(9))))
show("generator", (item for item in Source()))

calls = 0


def function():
    global calls
    calls += 1
    if calls == 1:
        return list(iterator)
    return calls if calls < 4 else "stop"


show("iter", iter(function, "stop"))


def work(item):
    time.sleep(0.02)
    return item * item


# Each thread takes what is next while the others compute.
shared = map(work, range(12))
results = []
threads = [threading.Thread(target=lambda: results.extend(shared)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))

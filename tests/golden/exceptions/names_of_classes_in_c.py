"""Messages name the classes that CPython has in C with their modules."""
import asyncio, collections, contextvars, csv, datetime, decimal, functools, hashlib, io, itertools, operator, os
import queue, re, struct, threading, time, types, weakref, zoneinfo


class Own(datetime.date):
    pass


objects = [collections.deque(), collections.defaultdict(int), collections.OrderedDict(), collections.Counter(),
           datetime.datetime(2020, 1, 1), datetime.timedelta(), datetime.timezone.utc, Own(2020, 1, 1), decimal.Decimal(1),
           zoneinfo.ZoneInfo("UTC"), re.compile("a"), re.match("a", "a"), itertools.count(), itertools.chain(),
           functools.partial(int), functools.lru_cache(int), types.SimpleNamespace(), io.StringIO(), io.BytesIO(),
           threading.Lock(), threading.Event(), queue.Queue(), struct.Struct("i"), hashlib.sha256(),
           contextvars.ContextVar("x"), operator.itemgetter(1), weakref.ref(Own), time.gmtime(0), os.stat("."), csv.reader([]),
           asyncio.Queue(), asyncio.Lock(), int | str, range(1), iter([]), (i for i in ())]
for thing in objects:
    for broken in (lambda: thing.nonsense, lambda: thing + object(), lambda: thing < object(), lambda: {thing: 1}[0],
                   lambda: len(thing) + [], lambda: iter(thing), lambda: int(thing), lambda: "".join([thing])):
        try:
            broken()
        except (AttributeError, TypeError) as error:
            print(error)
        except KeyError:
            pass

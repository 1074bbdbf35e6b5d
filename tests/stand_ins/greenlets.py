"""greenlet: switching, throwing, parents, ends, contexts, threads and tracing."""

import asyncio
import contextvars
import sys
import threading

import greenlet
from greenlet import getcurrent


def attempt(label, work):
    try:
        print(label, "=", work())
    except BaseException as error:
        print(label, "raises", type(error).__name__, error)


def echo(*args, **kwargs):
    got = (args, kwargs)
    while True:
        got = getcurrent().parent.switch(got)


g = greenlet.greenlet(echo)
print("new", bool(g), g.dead, g.gr_frame)
attempt("start", lambda: g.switch(1, a=2))
attempt("one", lambda: g.switch(3))
attempt("several", lambda: g.switch(3, 4))
attempt("none", lambda: g.switch())
attempt("named", lambda: g.switch(x=1))
attempt("both", lambda: g.switch(1, x=1))
print("suspended", bool(g), g.dead, g.gr_frame.f_code.co_name, hasattr(g, "run"))
attempt("throw", lambda: g.throw(KeyError, "k"))
print("after", bool(g), g.dead, g.gr_frame)
attempt("dead", lambda: g.switch(5))
attempt("throw into dead", lambda: g.throw(ValueError("v")))
attempt("exit into dead", lambda: repr(g.throw()))
attempt("no run", lambda: greenlet.greenlet().switch())
attempt("throw into new", lambda: greenlet.greenlet(echo).throw(IndexError))
attempt("exit of new", lambda: repr(greenlet.greenlet(echo).throw()))
attempt("wrong throw", lambda: g.throw(3))
attempt("error", lambda: greenlet.greenlet(lambda: 1 / 0).switch())

print("main", getcurrent().parent, getcurrent().dead, bool(getcurrent()))


def outer():
    inner = greenlet.greenlet(lambda: getcurrent().parent.parent.switch("past the parent"))
    print("inner ends with", inner.switch())
    return "outer"


o = greenlet.greenlet(outer)
print("first", o.switch())
print("then", o.switch("resumed"), o.dead)

a, b = greenlet.greenlet(lambda: None), greenlet.greenlet(lambda: None)
a.parent = b
for label, parent in ("cycle", a), ("number", 3), ("none", None):
    attempt(label, lambda: setattr(b, "parent", parent))
attempt("of main", lambda: setattr(getcurrent(), "parent", a))


def chained(result):
    return ("chained", result)


first = greenlet.greenlet(lambda x: x + 1, parent=greenlet.greenlet(chained))
print("through a parent", first.switch(1))


def closing(log):
    try:
        getcurrent().parent.switch()
    except greenlet.GreenletExit:
        log.append("exit")
        raise
    finally:
        log.append("finally")


log = []
g = greenlet.greenlet(closing)
g.switch(log)
del g
print("dropped", log)


class Counter(greenlet.greenlet):
    def run(self, start):
        while True:
            start += self.parent.switch(start) or 1


c = Counter()
print("subclass", [c.switch(10), c.switch(), c.switch(5)])

state = []


def raising():
    try:
        raise ValueError("outer")
    except ValueError:
        greenlet.greenlet(lambda: state.append(sys.exc_info())).switch()
        state.append(str(sys.exc_info()[1]))


raising()
print("handled exceptions are a greenlet's own", state)

var = contextvars.ContextVar("var", default="default")
var.set("main")
print("own context", greenlet.greenlet(var.get).switch())
shared = greenlet.greenlet(lambda: var.set("shared") and var.get())
shared.gr_context = contextvars.copy_context()
print("given context", shared.switch(), var.get(), shared.gr_context[var])
attempt("wrong context", lambda: setattr(shared, "gr_context", 3))

events = []
greenlet.settrace(lambda event, args: events.append(event))
t = greenlet.greenlet(echo)
t.switch()
attempt("traced", lambda: t.throw(KeyError))
greenlet.settrace(None)
print("events", events)


def in_thread():
    print("thread has its own main", getcurrent().parent, greenlet.greenlet(lambda: "from a greenlet").switch())
    attempt("another thread's", lambda: greenlet_of_main.switch())


greenlet_of_main = greenlet.greenlet(echo)
greenlet_of_main.switch()
failed = greenlet.error
greenlet.error.__str__ = lambda self: "cannot switch"
thread = threading.Thread(target=in_thread)
thread.start()
thread.join()


def produce(n):
    for i in range(n):
        getcurrent().parent.switch(i)
    return "done"


p = [greenlet.greenlet(produce) for _ in range(300)]
print("many", sum(g.switch(3) for g in p), sum(g.switch() for g in p), sum(g.switch() for g in p), {g.switch() for g in p})


async def spawn(function, *args):
    """What SQLAlchemy does to call synchronous code that waits for coroutines."""
    g = greenlet.greenlet(function)
    g.gr_context = getcurrent().gr_context
    result = g.switch(*args)
    while not g.dead:
        try:
            value = await result
        except BaseException as error:
            result = g.throw(error)
        else:
            result = g.switch(value)
    return result


def wait(awaitable):
    return getcurrent().parent.switch(awaitable)


async def later(value):
    await asyncio.sleep(0.01)
    if value == 2:
        raise ValueError(value)
    return value


def synchronous(name):
    total = 0
    for value in range(4):
        try:
            total += wait(later(value))
        except ValueError as error:
            print(name, "caught", error)
    var.set(name)
    return name, total


async def one(name):
    result = await spawn(synchronous, name)
    return result, var.get()


async def main():
    print(await asyncio.gather(one("a"), one("b")))
    task = asyncio.create_task(spawn(lambda: wait(asyncio.sleep(100))))
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", var.get())


asyncio.run(main())

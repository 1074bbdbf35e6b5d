# clock: real
# Loops of one's own: objects with a few methods, subclasses of asyncio's classes, own selectors.
import asyncio, contextvars, inspect, selectors


class Bare:
    """As much of a loop as futures, tasks and handles need."""

    def __init__(self): self.ready = []
    def get_debug(self): return False
    def is_running(self): return True
    def is_closed(self): return False
    def time(self): return 5.0
    def create_future(self): return asyncio.Future(loop=self)
    def create_task(self, coro, *, name=None, context=None): return asyncio.Task(coro, loop=self, name=name, context=context)
    def call_soon(self, callback, *args, context=None):
        handle = asyncio.Handle(callback, args, self, context)
        self.ready.append(handle)
        return handle
    def call_at(self, when, callback, *args, context=None):
        print("call_at", when)
        return asyncio.Handle(callback, args, self, context)
    def call_later(self, delay, callback, *args, context=None):
        print("call_later", delay)
        return self.call_soon(callback, *args, context=context)
    def call_exception_handler(self, context): print("handler", context["message"][:21], repr(context["exception"]))
    def run(self):
        asyncio._set_running_loop(self)
        while self.ready:
            handle = self.ready.pop(0)
            if not handle.cancelled():
                handle._run()
        asyncio._set_running_loop(None)


loop = Bare()
future = asyncio.Future(loop=loop)
future.add_done_callback(lambda f: print("done", f.result()))
future.set_result(3)
print("ready", len(loop.ready))
loop.run()
variable = contextvars.ContextVar("variable", default="none")


async def work():
    variable.set("set")
    await asyncio.sleep(0)
    await asyncio.sleep(2)
    async with asyncio.timeout(3):
        print("in work", variable.get(), await asyncio.gather(other(1), other(2)))
    return "result"


async def other(n):
    await asyncio.sleep(0)
    return n

task = asyncio.Task(work(), loop=loop)
loop.run()
print("task", task.result(), "variable", variable.get())
asyncio.Handle(lambda: 1 / 0, (), loop)._run()
timer = asyncio.TimerHandle(7, print, ("timer",), loop)
print("timer", timer.when(), timer < asyncio.TimerHandle(8, print, (), loop), hash(timer) == hash(7))


class Counting(asyncio.SelectorEventLoop):
    passes = 0

    def time(self):
        return super().time() + 1000

    def _run_once(self):
        self.passes += 1
        super()._run_once()

    def _process_events(self, events):
        super()._process_events(events)


async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def network():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"line\n")
    print("echo", await reader.read())
    writer.close()
    server.close()
    print("thread", await asyncio.to_thread(lambda: 5))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print("timed out")

for make in (Counting, lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())):
    with asyncio.Runner(loop_factory=make) as runner:
        runner.run(network())
        print("passes > 3", getattr(runner.get_loop(), "passes", 4) > 3)
for cls in (asyncio.AbstractEventLoop, asyncio.BaseEventLoop, asyncio.SelectorEventLoop, asyncio.EventLoop):
    loop = asyncio.new_event_loop()
    print("isinstance", cls.__name__, isinstance(loop, cls), issubclass(Counting, cls))
    loop.close()


class Partial(asyncio.AbstractEventLoop):
    pass

for name in ("time", "stop", "call_soon"):
    try:
        getattr(Partial(), name)(*[None] * (name == "call_soon"))
    except NotImplementedError as error:
        print(name, repr(error))


class Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Counting

asyncio.set_event_loop_policy(Policy())
print("policy", type(asyncio.new_event_loop()).__name__)
asyncio.set_event_loop_policy(None)


class Foreign:
    """A future of another class."""

    _asyncio_future_blocking = False

    def __init__(self, loop): self.loop, self.callbacks, self.value = loop, [], None
    def get_loop(self): return self.loop
    def add_done_callback(self, callback, *, context=None): self.callbacks.append(callback)
    def result(self): return self.value
    def finish(self, value):
        self.value = value
        for callback in self.callbacks:
            self.loop.call_soon(callback, self)
    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return self.value


async def foreign():
    loop = asyncio.get_running_loop()
    future = Foreign(loop)
    loop.call_later(0.01, future.finish, "finished")
    print("foreign", await future, asyncio.isfuture(future))
    try:
        a, b = loop.create_future()
    except RuntimeError as error:
        print(repr(error))
    sleeping = asyncio.sleep(1)
    print(sleeping.cr_code.co_name, sleeping.cr_frame.f_code.co_name, inspect.getcoroutinestate(sleeping))
    sleeping.close()
    print(inspect.getcoroutinestate(sleeping), sleeping.cr_frame is None)

    async def generate():
        yield 1
    step = generate().__anext__()
    print(type(step).__name__, asyncio.iscoroutine(step), inspect.iscoroutine(step))
    try:
        next(step)
    except StopIteration as stop:
        print("item", stop.value)

asyncio.run(foreign())

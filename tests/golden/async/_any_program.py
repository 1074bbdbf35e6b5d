"""Random asyncio programs: tasks that use everything, drawn from a seed.

`run(seeds)` prints for each seed who did what, in order. Time is virtual in either interpreter, so a wrong
number of passes or a timer out of order shows as another line.
"""

import asyncio
import contextvars
import sys


class Draw:
    """Random numbers that follow from a seed."""

    def __init__(self, seed):
        self.state = (seed * 2654435761 + 12345) % 2**32

    def __call__(self, n):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 16) % n


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose clock stands still while tasks run, and jumps to the next deadline."""

    def __init__(self):
        super().__init__()
        self.now, select = 0.0, self._selector.select

        def jump(timeout):
            if timeout is None:
                raise RuntimeError("all tasks wait for ever")
            self.now += timeout
            return select(0)

        self._selector.select = jump

    def time(self):
        return self.now


class Fault(Exception):
    pass


mark = contextvars.ContextVar("mark", default="-")


class Resource:
    """An asynchronous context manager that takes time to enter and to leave."""

    def __init__(self, program, name, swallows):
        self.program, self.name, self.swallows = program, name, swallows

    async def __aenter__(self):
        await asyncio.sleep(0)
        self.program.log(self.name, "(")

    async def __aexit__(self, kind, error, traceback):
        await self.program.pause()
        self.program.log(self.name, ")" + (kind.__name__[0] if kind else ""))
        return self.swallows and kind is Fault


class Program:
    def __init__(self, seed):
        self.draw, self.trace, self.tasks = Draw(seed), [], {}
        self.locks = [asyncio.Lock(), asyncio.Lock()]
        self.semaphore, self.bounded = asyncio.Semaphore(2), asyncio.BoundedSemaphore(1)
        self.events = [asyncio.Event(), asyncio.Event()]
        self.condition, self.barrier = asyncio.Condition(), asyncio.Barrier(2)
        self.queues = [asyncio.Queue(1), asyncio.PriorityQueue(2), asyncio.LifoQueue()]
        self.future, self.count = asyncio.get_running_loop().create_future(), 0

    def log(self, name, what):
        self.trace.append(f"{name}{what}")

    def delay(self):
        """Seconds; hardly any two timers end at once."""
        return self.draw(4) and self.draw(25000) / 1e6

    async def pause(self):
        await asyncio.sleep(self.delay() if self.draw(2) else 0)

    def callback(self, name, sign):
        def call(*ignored):
            self.log(name, sign + mark.get())
        return call

    async def leaf(self, name, fails=False):
        try:
            for _ in range(self.draw(3)):
                await self.pause()
            if fails:
                raise Fault(name)
            self.log(name, ".")
            return name
        except asyncio.CancelledError as error:
            self.log(name, "x" + str(*error.args))
            raise

    async def numbers(self, name):
        try:
            for i in range(3):
                yield i
                await self.pause()
        finally:
            await asyncio.sleep(0)
            self.log(name, "~")

    async def quickly(self, name, awaitable):
        """Waits with a limit, in one of three ways."""
        try:
            match self.draw(3):
                case 0:
                    return await asyncio.wait_for(awaitable, self.delay())
                case 1:
                    async with asyncio.timeout(self.delay()) as limit:
                        if self.draw(3) == 0:
                            limit.reschedule(asyncio.get_running_loop().time() + self.delay())
                        return await awaitable
                case _:
                    async with asyncio.timeout_at(asyncio.get_running_loop().time() + self.delay()):
                        return await awaitable
        except TimeoutError:
            self.log(name, "T")

    def child(self, name, fails=False):
        """A new task, with a name that tells its parent."""
        self.count += 1
        name = f"{name}{self.count}"
        coro = self.leaf(name, fails)
        if self.draw(4) == 0:
            return asyncio.Task(coro, loop=asyncio.get_running_loop(), name=name, eager_start=True)
        return asyncio.create_task(coro, name=name)

    async def act(self, name, depth):
        loop = asyncio.get_running_loop()
        match self.draw(30):
            case 0 | 1:
                await self.pause()
                self.log(name, "z")
            case 2:
                async with self.locks[self.draw(2)]:
                    self.log(name, "l")
                    await self.inner(name, depth)
            case 3:
                async with self.semaphore:
                    self.log(name, "s")
                    await self.inner(name, depth)
            case 4:
                if await self.quickly(name, self.bounded.acquire()):
                    await self.pause()
                    self.bounded.release()
                    self.log(name, "b")
            case 5:
                event = self.events[self.draw(2)]
                if event.is_set():
                    event.clear()
                else:
                    await self.quickly(name, event.wait())
                self.log(name, "e")
            case 6:
                self.events[self.draw(2)].set()
                self.log(name, "E")
            case 7:
                async with self.condition:
                    if self.draw(2):
                        await self.quickly(name, self.condition.wait())
                        self.log(name, "c")
                    else:
                        self.condition.notify(self.draw(3))
                        self.log(name, "C")
            case 8 | 9:
                queue = self.queues[self.draw(3)]
                if self.draw(2):
                    await self.quickly(name, queue.put(self.draw(9)))
                    self.log(name, f"p{queue.qsize()}")
                else:
                    item = await self.quickly(name, queue.get())
                    self.log(name, f"g{item}")
                    if item is not None and self.draw(2):
                        queue.task_done()
            case 10:
                queue = self.queues[self.draw(3)]
                await self.quickly(name, queue.join())
                self.log(name, "j")
            case 11:
                try:
                    place = await self.quickly(name, self.barrier.wait())
                    self.log(name, f"B{place}")
                except asyncio.BrokenBarrierError:
                    self.log(name, "B!")
                    await self.barrier.reset()
            case 12 | 13:
                fails, keeps = self.draw(2), self.draw(2)
                both = asyncio.gather(self.child(name, fails), self.child(name), return_exceptions=bool(keeps))
                result = await self.quickly(name, both)
                self.log(name, "G" + "".join(str(r)[-1:] for r in result or ()))
            case 14 if depth:
                async with asyncio.TaskGroup() as group:
                    self.count += 1
                    group.create_task(self.leaf(f"{name}{self.count}", self.draw(3) == 0))
                    await self.inner(name, depth)
                self.log(name, "}")
            case 15:
                self.log(name, f"W{await self.quickly(name, self.child(name, self.draw(4) == 0))}")
            case 16:
                inner = self.child(name)
                await self.quickly(name, asyncio.shield(inner))
                self.log(name, "S" + ("+" if inner.done() else "-"))
            case 17 | 18:
                victim = self.tasks[sorted(self.tasks)[self.draw(len(self.tasks))]]
                self.log(name, f"X{victim.get_name()}{victim.cancelling()}")
                victim.cancel(*["m"] * self.draw(2))
                await asyncio.sleep(0)
            case 19:
                token = mark.set(name[-1])
                loop.call_soon(self.callback(name, ","))
                if self.draw(2):
                    mark.reset(token)
                handle = loop.call_later(self.delay(), self.callback(name, ";"))
                await self.pause()
                if self.draw(2):
                    handle.cancel()
            case 20:
                if self.future.done():
                    self.future = loop.create_future()
                if self.draw(2):
                    self.future.add_done_callback(self.callback(name, "f"))
                    self.log(name, f"F{await self.quickly(name, asyncio.shield(self.future))}")
                else:
                    self.future.set_result(name)
            case 21:
                numbers = self.numbers(name)
                async for i in numbers:
                    self.log(name, f"n{i}")
                    if self.draw(3) == 0:
                        break
                await numbers.aclose()
            case 22:
                async with Resource(self, name, self.draw(2)):
                    await self.inner(name, depth)
                    if self.draw(3) == 0:
                        raise Fault(name)
            case 23:
                try:
                    await self.inner(name, depth)
                finally:
                    await self.pause()
                    self.log(name, "y")
            case 24:
                when = [asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED][self.draw(3)]
                pair = [self.child(name), self.child(name, self.draw(2))]
                done, pending = await asyncio.wait(pair, timeout=self.delay(), return_when=when)
                self.log(name, f"w{len(done)}{len(pending)}")
                for task in pair:
                    task.cancel()
            case 25:
                try:
                    await self.inner(name, depth)
                except asyncio.CancelledError:
                    left = asyncio.current_task().uncancel() if asyncio.current_task().cancelling() else -1
                    self.log(name, f"u{left}")
            case 26 if self.draw(3) == 0:
                raise Fault(name)
            case 27 if depth:
                self.count += 1
                one = f"{name}{self.count}"
                self.tasks[one] = asyncio.create_task(self.run(one, 2, depth - 1), name=one)
            case 28:
                for earliest in asyncio.as_completed([self.child(name, self.draw(4) == 0)], timeout=self.delay()):
                    try:
                        self.log(name, f"a{await earliest}")
                    except TimeoutError:
                        self.log(name, "aT")
            case _:
                await self.quickly(name, self.inner(name, depth))

    async def inner(self, name, depth):
        if depth and self.draw(3):
            await self.act(name, depth - 1)
        else:
            await self.pause()

    async def run(self, name, steps, depth=2):
        try:
            for _ in range(steps):
                try:
                    await self.act(name, depth)
                except Fault as error:
                    self.log(name, f"!{error}")
                except ExceptionGroup as group:
                    self.log(name, f"!!{len(group.exceptions)}")
                except Exception as error:
                    self.log(name, f"?{type(error).__name__}:{error}".replace(" ", "_"))
            self.log(name, "$")
        except asyncio.CancelledError as error:
            self.log(name, "x" + str(*error.args))
            if self.draw(3):
                raise


async def main(seed):
    program = Program(seed)
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    for name in "ABCD":
        program.tasks[name] = asyncio.create_task(program.run(name, 6), name=name)
        program.tasks[name].add_done_callback(program.callback(name, "d"))
    await asyncio.sleep(0.3)
    # The watchdog: whatever still waits is cancelled, one after another.
    for name in sorted(program.tasks):
        while not program.tasks[name].done():
            program.log(name, "k")
            program.tasks[name].cancel()
            await asyncio.sleep(0.05)
    print(seed, *program.trace)


def run(seeds):
    for seed in seeds:
        with asyncio.Runner(loop_factory=None if sys.implementation.name == "hob" else VirtualLoop) as runner:
            runner.run(main(seed))

"""Streams of reactivex on asyncio's loop, state machines by transitions, simulations by simpy, events by pyee."""
import asyncio
import reactivex as rx
import simpy
from pyee.asyncio import AsyncIOEventEmitter
from reactivex import operators as ops
from reactivex.scheduler.eventloop import AsyncIOScheduler
from reactivex.subject import Subject
from transitions import MachineError
from transitions.extensions.asyncio import AsyncMachine


async def streams():
    loop = asyncio.get_running_loop()
    scheduler = AsyncIOScheduler(loop)
    print(await rx.range(0, 10).pipe(ops.filter(lambda n: n % 2 == 0), ops.map(lambda n: n * n), ops.to_list()))
    print(await rx.interval(0.01, scheduler=scheduler).pipe(ops.take(3), ops.scan(lambda a, b: a + b, 10), ops.to_list()))
    print(await rx.merge(rx.of(1, 2), rx.of(3)).pipe(ops.buffer_with_count(2), ops.to_list()))
    subject, seen = Subject(), []
    subject.pipe(ops.distinct_until_changed(), ops.pairwise()).subscribe(seen.append, on_completed=lambda: seen.append("end"))
    for value in (1, 1, 2, 3):
        subject.on_next(value)
    subject.on_completed()
    print(seen)
    try:
        await rx.throw(ValueError("broken"))
    except ValueError as error:
        print("error", error)
    print(await rx.of("a", "b").pipe(ops.flat_map(lambda c: rx.from_future(asyncio.ensure_future(asyncio.sleep(0, c * 2)))), ops.to_list()))


class Light:
    def __init__(self):
        self.log = []

    async def on_enter_green(self):
        await asyncio.sleep(0)
        self.log.append("enter green")

    async def may(self):
        return len(self.log) < 2


async def machines():
    light = Light()
    machine = AsyncMachine(light, states=["red", "green", {"name": "yellow", "on_exit": lambda: light.log.append("leave")}], initial="red")
    machine.add_transition("go", "red", "green", conditions="may")
    machine.add_transition("slow", "green", "yellow", after=lambda: light.log.append("after"))
    machine.add_transition("stop", "yellow", "red")
    print(await light.go(), light.state, await light.slow(), await light.stop(), light.is_red(), await light.go(), light.log)
    try:
        await light.stop()
    except MachineError as error:
        print(error)
    print(machine.get_triggers("green"))


def simulation():
    environment = simpy.Environment()
    pump = simpy.Resource(environment, capacity=1)
    log = []

    def car(name, delay):
        yield environment.timeout(delay)
        with pump.request() as request:
            result = yield request | environment.timeout(4)
            if request not in result:
                log.append((environment.now, name, "leaves"))
                return
            yield environment.timeout(5)
            log.append((environment.now, name, "done"))

    for i in range(3):
        environment.process(car(f"car {i}", i))
    environment.run(until=20)
    print(log)


async def events():
    emitter = AsyncIOEventEmitter()
    seen = []

    @emitter.on("data")
    async def data(value):
        await asyncio.sleep(0)
        seen.append(value)
        if value > 1:
            raise ValueError(value)

    emitter.once("data", lambda value: seen.append(("once", value)))
    emitter.on("error", lambda error: seen.append(repr(error)))
    print(emitter.emit("data", 1), emitter.emit("data", 2), emitter.emit("other"))
    await emitter.wait_for_complete()
    print(seen, sorted(emitter.event_names()))


asyncio.run(streams())
asyncio.run(machines())
simulation()
asyncio.run(events())

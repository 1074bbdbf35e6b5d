import asyncio
import inspect


async def f(x):
    try:
        y = await Pause(x)
        print("resumed with", y)
        return y * 2
    except ValueError as error:
        print("caught", error)
        return "recovered"
    finally:
        print("finally")


class Pause:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        return (yield self.v)


c = f(1)
print(c.cr_await, inspect.getcoroutinestate(c), c.__name__)
print(c.send(None), inspect.getcoroutinestate(c))
try:
    c.send(21)
except StopIteration as stop:
    print("returned", stop.value)
c = f(2)
c.send(None)
try:
    c.throw(ValueError("thrown in"))
except StopIteration as stop:
    print("returned", stop.value)
c = f(3)
c.send(None)
c.close()
c.close()
print(inspect.getcoroutinestate(c))
c = f(4)
try:
    c.send("early")
except TypeError as error:
    print(error)
c.close()
try:
    c.send(None)
except RuntimeError as error:
    print(error)
c = f(5)
try:
    iter(c)
except TypeError as error:
    print(error)
try:
    next(c)
except TypeError as error:
    print(error)
w = c.__await__()
print(type(w).__name__, w.send(None))
try:
    w.send(7)
except StopIteration as stop:
    print("stop.value =", stop.value)


async def loops():
    total = 0
    for i in range(3):
        total += await Pause(i)
    return total


def drive(c, values):
    out = [c.send(None)]
    try:
        for v in values:
            out.append(c.send(v))
    except StopIteration as stop:
        return out, stop.value


print("drive(loops(), [10, 20, 30]) =", drive(loops(), [10, 20, 30]))

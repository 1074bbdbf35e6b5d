# What coroutines and generators in the middle of a chain say of themselves.
import asyncio, inspect
async def inner():
    await asyncio.sleep(0.01)
async def mid(): await inner()
async def outer(m): await m
async def main():
    m = mid()
    t = asyncio.create_task(outer(m))
    print(inspect.getcoroutinestate(m), m.cr_await, m.cr_running)
    await asyncio.sleep(0)
    print(inspect.getcoroutinestate(m), m.cr_await.__name__, m.cr_running, m.cr_suspended)
    print("t.get_coro().cr_await is m =", t.get_coro().cr_await is m)
    await t
    print(inspect.getcoroutinestate(m), m.cr_await)
asyncio.run(main())
def g():
    print("it.gi_running, it.gi_yieldfrom =", it.gi_running, it.gi_yieldfrom)
    yield from h()
def h():
    print("it.gi_running, it.gi_yieldfrom =", it.gi_running, it.gi_yieldfrom)
    yield 1
it = g()
next(it)
print("it.gi_yieldfrom.__name__, it.gi_running, it.gi_suspended =", it.gi_yieldfrom.__name__, it.gi_running, it.gi_suspended)

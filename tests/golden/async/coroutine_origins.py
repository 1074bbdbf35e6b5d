"""`sys.set_coroutine_origin_tracking_depth`: coroutines record the calls around their making."""

import asyncio
import sys
import warnings


async def work():
    pass


def first():
    return second()


def second():
    return work()


def origin(coroutine):
    found = coroutine.cr_origin
    coroutine.close()
    if found is not None:
        found = [(file == __file__, line, name) for file, line, name in found]
    return found


print("depth at first:", sys.get_coroutine_origin_tracking_depth())
print("no origin:", origin(first()))
for depth in [1, 2, 10]:
    sys.set_coroutine_origin_tracking_depth(depth)
    print("depth", sys.get_coroutine_origin_tracking_depth(), "origin:", origin(first()))


def makes():
    yield work()
    yield from [second()]


for coroutine in makes():
    print("in a generator:", origin(coroutine))

kept = work()
sys.set_coroutine_origin_tracking_depth(0)
print("made before:", origin(kept), "made after:", origin(work()))

for label, depth in [("negative", -1), ("text", "a"), ("float", 1.5)]:
    try:
        sys.set_coroutine_origin_tracking_depth(depth)
    except (TypeError, ValueError) as error:
        print(label + ":", type(error).__name__, error)
sys.set_coroutine_origin_tracking_depth(depth=2)
print("by keyword:", sys.get_coroutine_origin_tracking_depth())

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    first()
for line in str(caught[0].message).replace(__file__, "program.py").splitlines():
    print("warning:", line)


# Debug mode records ten calls while its loop runs, and then as many as before.
async def main():
    print("in debug mode:", sys.get_coroutine_origin_tracking_depth())
    print("recorded in debug mode:", origin(second())[:2])
    asyncio.get_running_loop().set_debug(False)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("debug mode is off:", sys.get_coroutine_origin_tracking_depth())
    asyncio.get_running_loop().set_debug(True)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("debug mode is on again:", sys.get_coroutine_origin_tracking_depth())


asyncio.run(main(), debug=True)
print("after the loop:", sys.get_coroutine_origin_tracking_depth())

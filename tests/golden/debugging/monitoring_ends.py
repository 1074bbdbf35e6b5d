"""sys.monitoring: STOP_ITERATION, and BRANCH and INSTRUCTION by their counts and directions."""
import asyncio
import sys

mon = sys.monitoring
E = mon.events
TOOL = 4


def gen(n):
    for i in range(n):
        yield i
    return "last"


def loop():
    for x in gen(2):
        x += 1


def loop_else():
    for x in gen(3):
        x += 1
    else:
        return "else"


def broken_off():
    for x in gen(3):
        break


def comprehension():
    return [x for x in gen(1)]


def of_lists():
    for x in [1, 2]:
        pass
    return [x for x in (3,)]


def delegate():
    return (yield from gen(1))


def through():
    return list(delegate())


def by_hand():
    g = gen(0)
    try:
        next(g)
    except StopIteration as e:
        return e.value


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(5)


def foreign():
    for x in Iterator():
        pass
    return list(Iterator())


async def inner():
    return 3


async def nothing():
    pass


async def awaiting():
    await inner()
    await nothing()
    await asyncio.create_task(inner())


def running():
    asyncio.run(awaiting())


print("ends")
log = []


def ended(code, offset, exception):
    if code.co_filename == __file__:
        log.append((code.co_name, type(exception).__name__, exception.args, exception.value))


mon.use_tool_id(TOOL, "test")
mon.register_callback(TOOL, E.STOP_ITERATION, ended)
for function in (loop, loop_else, broken_off, comprehension, of_lists, through, by_hand, foreign,
                 running):
    log.clear()
    mon.set_events(TOOL, E.STOP_ITERATION)
    function()
    mon.set_events(TOOL, 0)
    print(function.__name__, log)
print("disabled once")
log.clear()


def once(code, offset, exception):
    log.append(code.co_name)
    return mon.DISABLE


mon.register_callback(TOOL, E.STOP_ITERATION, once)
mon.set_local_events(TOOL, loop.__code__, E.STOP_ITERATION)
loop(); loop()
mon.set_local_events(TOOL, loop.__code__, 0)
print("local", log)
mon.register_callback(TOOL, E.STOP_ITERATION, None)

print("branches")


def sign(n):
    if n < 0:
        return "negative"
    return "other"


def countdown(n):
    while n:
        n -= 1


def over(items):
    for item in items:
        pass


def branches(function, *args):
    """The number of branches, and how many places they are at and lead to."""
    found = []

    def branch(code, start, end):
        if code is function.__code__:
            found.append((start, end))

    mon.register_callback(TOOL, E.BRANCH, branch)
    mon.set_events(TOOL, E.BRANCH)
    function(*args)
    mon.set_events(TOOL, 0)
    mon.register_callback(TOOL, E.BRANCH, None)
    return len(found), len({start for start, _ in found}), len({end for _, end in found})


print("sign", branches(sign, -1), branches(sign, 1))
print("over", branches(over, []), branches(over, [1, 2, 3]))
print("no branch", branches(gen, 1))


def differ():
    seen = []
    for n in (-1, 1):
        found = []
        mon.register_callback(TOOL, E.BRANCH, lambda code, start, end: found.append((start, end)))
        mon.set_local_events(TOOL, sign.__code__, E.BRANCH)
        sign(n)
        mon.set_local_events(TOOL, sign.__code__, 0)
        seen.append(found)
    [(a, to_a)], [(b, to_b)] = seen
    return a == b, to_a != to_b


print("same place, other way", differ())

print("instructions")


def straight(a):
    b = a + 1
    return b


def instructions(function, *args):
    found = []
    mon.register_callback(TOOL, E.INSTRUCTION, lambda code, offset: found.append(offset))
    mon.set_local_events(TOOL, function.__code__, E.INSTRUCTION)
    function(*args)
    mon.set_local_events(TOOL, function.__code__, 0)
    mon.register_callback(TOOL, E.INSTRUCTION, None)
    return found


found = instructions(straight, 1)
print("ascending", found == sorted(set(found)), "some", len(found) > 1)
print("even", all(offset % 2 == 0 for offset in found))
found = instructions(over, [1, 2, 3])
print("a loop repeats", len(found) > len(set(found)))


def disabling(function, *args):
    found = []

    def instruction(code, offset):
        found.append(offset)
        return mon.DISABLE

    mon.register_callback(TOOL, E.INSTRUCTION, instruction)
    mon.set_local_events(TOOL, function.__code__, E.INSTRUCTION)
    function(*args)
    function(*args)
    mon.set_local_events(TOOL, function.__code__, 0)
    mon.restart_events()
    return len(found) == len(set(found))


print("each once", disabling(over, [1, 2, 3]))
mon.free_tool_id(TOOL)

print("settrace")
steps = []


def trace(frame, event, arg):
    if frame.f_code is not loop.__code__:
        return None
    steps.append(event if event != "exception" else (event, arg[0].__name__, str(arg[1])))
    return trace


sys.settrace(trace)
loop()
sys.settrace(None)
print(steps)

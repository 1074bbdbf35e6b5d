"""sys.monitoring: tools, events, callbacks, DISABLE, errors."""
import sys
import asyncio

mon = sys.monitoring
E = mon.events
TOOL = 3
names = {getattr(E, n): n for n in dir(E) if n.isupper()}
log = []


def shown(value):
    if value is mon.MISSING:
        return "MISSING"
    if isinstance(value, BaseException):
        return type(value).__name__
    if callable(value):
        return value.__name__
    return repr(value)


def watch(function, events, offsets=False):
    """The events of a call, but for those of this function."""
    log.clear()

    def callback(event):
        def call(code, *args):
            if code is watch.__code__ or code.co_filename != __file__:
                return
            if event == E.LINE:
                rest = [str(args[0] - code.co_firstlineno)]
            else:
                rest = [shown(a) for a in args[1:]]
            log.append(" ".join([names[event], code.co_name, *rest]))
        return call

    mon.use_tool_id(TOOL, "test")
    chosen = [e for e in names if e & events]
    for event in chosen:
        mon.register_callback(TOOL, event, callback(event))
    mon.set_events(TOOL, events)
    try:
        result = function()
    except Exception as e:
        result = type(e).__name__
    mon.set_events(TOOL, 0)
    for event in chosen:
        mon.register_callback(TOOL, event, None)
    mon.free_tool_id(TOOL)
    for line in log:
        print("  ", line)
    print(function.__name__, "gives", result)


def add(x, y):
    return x + y


def simple():
    a = add(1, 2)
    return max(a, 1)


def failing():
    return [].pop()


def catching():
    try:
        int("x")
    except ValueError:
        return "caught"


def pairs():
    got = yield 1
    yield got


def generating():
    g = pairs()
    next(g)
    g.send(5)
    try:
        g.throw(KeyError)
    except KeyError:
        return "thrown"


async def inner():
    await asyncio.sleep(0)
    return 1


async def outer():
    return await inner() + 1


def running():
    return asyncio.run(outer())


FLOW = E.PY_START | E.PY_RETURN | E.PY_UNWIND
print("flow"); watch(simple, FLOW); watch(failing, FLOW); watch(catching, FLOW)
print("lines"); watch(simple, E.LINE); watch(catching, E.LINE)
print("calls"); watch(simple, E.CALL); watch(failing, E.CALL | E.RAISE)
print("exceptions")
watch(catching, E.RAISE | E.EXCEPTION_HANDLED)
print("generators")
GEN = E.PY_START | E.PY_RESUME | E.PY_YIELD | E.PY_THROW | E.PY_RETURN | E.PY_UNWIND
watch(generating, GEN)
print("coroutines"); watch(running, GEN)

print("disable")
seen = []


def line(code, number):
    if code is looping.__code__:
        seen.append(number - code.co_firstlineno)
    return mon.DISABLE


def looping():
    for i in range(3):
        i += 1
    return i


mon.use_tool_id(TOOL, "test")
mon.register_callback(TOOL, E.LINE, line)
mon.set_local_events(TOOL, looping.__code__, E.LINE)
looping(); looping()
print("seen once", seen)
mon.restart_events()
looping()
print("seen again", seen)
mon.set_local_events(TOOL, looping.__code__, 0)
looping()
print("seen no more", len(seen), "local", mon.get_local_events(TOOL, looping.__code__))

print("tools")
print("name", mon.get_tool(TOOL), mon.get_tool(4))


def attempt(label, f, *args):
    try:
        print(label, "gives", f(*args))
    except Exception as e:
        print(label, type(e).__name__, e)


attempt("in use", mon.use_tool_id, TOOL, "other")
attempt("invalid", mon.use_tool_id, 6, "other")
attempt("negative", mon.use_tool_id, -1, "other")
attempt("no name", mon.use_tool_id, 4, 5)
attempt("free", mon.set_events, 4, 1)
attempt("set", mon.set_events, TOOL, 1 << 20)
attempt("independent", mon.set_events, TOOL, E.C_RETURN)
attempt("local", mon.set_local_events, TOOL, looping.__code__, E.RAISE)
attempt("no code", mon.set_local_events, TOOL, looping, E.LINE)
attempt("two events", mon.register_callback, TOOL, E.LINE | E.CALL, print)
print("replaced", mon.register_callback(TOOL, E.LINE, None) is line)
attempt("no callback", mon.register_callback, TOOL, E.LINE, None)
mon.set_events(TOOL, E.PY_START)
print("events", mon.get_events(TOOL) == E.PY_START)
mon.free_tool_id(TOOL)
print("freed", mon.get_tool(TOOL))


def unwinding(code, offset, exception):
    return mon.DISABLE


mon.use_tool_id(TOOL, "test")
mon.register_callback(TOOL, E.PY_UNWIND, unwinding)
mon.set_events(TOOL, E.PY_UNWIND)
attempt("disable unwind", failing)
mon.set_events(TOOL, 0)


def broken(code, offset):
    raise RuntimeError("from the callback")


mon.register_callback(TOOL, E.PY_START, broken)
mon.set_events(TOOL, E.PY_START)
try:
    simple()
except RuntimeError as e:
    mon.set_events(TOOL, 0)
    print("raised", e)
mon.free_tool_id(TOOL)

print("profile")
log.clear()


def profile(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        log.append((event, frame.f_code.co_name, arg.__name__ if event.startswith("c_") else arg))


sys.setprofile(profile)
simple()
try:
    failing()
except IndexError:
    pass
print("getprofile", sys.getprofile() is profile)
sys.setprofile(None)
print(*log, sep="\n")
print("getprofile", sys.getprofile())

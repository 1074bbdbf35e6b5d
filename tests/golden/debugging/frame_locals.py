"""frame.f_locals reads and writes a function's variables; f_lineno jumps."""
import sys


def attempt(label, function, *args):
    try:
        print(label, "gives", function(*args))
    except Exception as e:
        print(label, type(e).__name__, e)


def assigns():
    x, y = 1, 2
    proxy = sys._getframe().f_locals
    proxy["x"] = 10
    proxy["new"] = 3
    print("x", x, "new" in proxy, proxy["new"], "y", proxy["y"])
    proxy.update({"y": 20})
    print("y", y, sorted(proxy), len(proxy), proxy.get("z"), proxy.get("z", 4))
    attempt("delete", proxy.__delitem__, "x")
    attempt("missing", proxy.__getitem__, "nothing")
    attempt("set default", proxy.setdefault, "more", 5)
    print("type", type(proxy).__name__, "locals()", locals() is not proxy, "x" in locals())
    return x + y


print("assigns", assigns())


def outer():
    value = [1]

    def inner():
        frame = sys._getframe(1)
        frame.f_locals["value"] = "changed"
        frame.f_locals["count"] += 1
    count = 1
    inner()
    inner()
    return value, count


print("outer", outer())


def cells():
    shared = 1

    def read():
        return shared
    sys._getframe().f_locals["shared"] = 2
    return shared, read()


print("cells", cells())


def numbers():
    n = 0
    while True:
        yield n
        n += 1


g = numbers()
print("generator", next(g), next(g), g.gi_frame.f_locals["n"])
g.gi_frame.f_locals["n"] = 100
print("after", next(g))


def jumping(steps):
    log = []
    log.append("a")
    log.append("b")
    for i in range(2):
        log.append(i)
    log.append("c")
    return log


def jump(function, *steps):
    """Runs a function that goes from line to line, counted from its `def`."""
    first = function.__code__.co_firstlineno
    steps = dict(steps)
    result = []

    def trace(frame, event, arg):
        if frame.f_code is not function.__code__:
            return None
        if event == "line" and (to := steps.pop(frame.f_lineno - first, None)) is not None:
            try:
                frame.f_lineno = first + to
            except (ValueError, TypeError) as e:
                result.append(f"{type(e).__name__}: {e}")
        return trace

    sys.settrace(trace)
    value = function(steps)
    sys.settrace(None)
    print("jump", *value, *result)


jump(jumping, (2, 3))
jump(jumping, (3, 6))
jump(jumping, (5, 6))
jump(jumping, (5, 7))
jump(jumping, (2, 5))
jump(jumping, (6, 2))
jump(jumping, (2, -1))
jump(jumping, (2, 50))


def outside():
    sys._getframe().f_lineno = 1


attempt("no trace", outside)
attempt("f_trace_lines", setattr, sys._getframe(), "f_trace_lines", 1)

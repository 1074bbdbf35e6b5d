"""sys.settrace: calls, lines, returns, exceptions."""
import sys


def show(label, function, *args):
    base = function.__code__.co_firstlineno
    events = []

    def trace(frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        if event == "exception":
            arg = arg[0].__name__
        elif event in ("call", "line"):
            assert arg is None
        line = frame.f_lineno - base
        name = frame.f_code.co_name
        events.append(f"{event}:{name}:{line}" + (f"={arg!r}" if arg is not None else ""))
        return trace

    sys.settrace(trace)
    try:
        function(*args)
    except ZeroDivisionError:
        pass
    finally:
        sys.settrace(None)
    print(label, *(e for e in events if ":show:" not in e))


def straight():
    x = 1
    y = 2
    return x + y


def branches(n):
    if n > 1:
        a = 1
    elif n == 1:
        a = 2
    else:
        a = 3
    pass
    return a


def loops():
    total = 0
    for i in range(2):
        total += i
    while total < 3:
        total += 1
    else:
        total = 7
    return total


def forever():
    n = 0
    while True:
        n += 1
        if n == 2:
            break
    return n


def helper(x):
    return 10 // x


def calls():
    a = helper(5)
    b = helper(
        2)
    return a + b


def fails():
    return helper(0)


def catches():
    value = 0
    for i in (1, 0):
        with context():
            value += i
        value += 1
    return value


class context:
    def __repr__(self): return "context"

    def __enter__(self):
        return self

    def __exit__(self, *info):
        return None


def numbers():
    yield 1
    x = yield 2
    return x


def uses():
    got = list(numbers())
    more = [n * 2 for n in got]
    return more


def nothing():
    """Only a docstring."""


def one_line(): return 1


show("straight", straight)
for n in 0, 1, 2:
    show(f"branches {n}", branches, n)
show("loops", loops)
show("forever", forever)
show("calls", calls)
show("fails", fails)
show("catches", catches)
show("uses", uses)
show("one_line", one_line)
print("gettrace", sys.gettrace())


def handled():
    try:
        helper(0)
    except ZeroDivisionError as e:
        x = 1
    finally:
        y = 2
    return x + y


def returns_through():
    try:
        return helper(1)
    finally:
        z = 3
show("handled", handled)
show("returns_through", returns_through)

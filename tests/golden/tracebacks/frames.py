"""Frames and tracebacks as objects: what they refer to, how long they live."""

import inspect
import sys
import traceback
import types


def fails(a, b=2):
    c = a + b

    def inner():
        return c

    raise ValueError(c)


def calls():
    text = "local of calls"
    fails(1)


try:
    calls()
except ValueError as error:
    saved = error
    kind, value, trace = sys.exc_info()
    print("kind is ValueError, value is error, trace is error.__trac... =", kind is ValueError, value is error, trace is error.__traceback__)
    print("sys.exception() is error =", sys.exception() is error)

trace = saved.__traceback__
print("trace is saved.__traceback__, trace.tb_frame is sys._getf... =", trace is saved.__traceback__, trace.tb_frame is sys._getframe())
while trace:
    frame = trace.tb_frame
    shown = {name: value for name, value in frame.f_locals.items() if name in ("a", "b", "c", "text")}
    back = frame.f_back and frame.f_back.f_code.co_name
    print(frame.f_code.co_name, trace.tb_lineno, frame.f_lineno, shown, back)
    print("frame.f_globals is globals(), frame.f_code is globals().g... =", frame.f_globals is globals(), frame.f_code is globals().get(frame.f_code.co_name, frame).__code__
          if frame.f_code.co_name != "<module>" else None)
    trace = trace.tb_next


def current():
    frame = inspect.currentframe()

    def deeper():
        return sys._getframe(1)

    print("deeper() is frame, deeper() is sys._getframe() =", deeper() is frame, deeper() is sys._getframe())
    late = 5
    print(frame.f_lineno, sorted(frame.f_locals), frame.f_back is sys._getframe(1))
    return frame


frame = current()
print(frame.f_locals["late"], frame.f_lineno, frame.f_back.f_code.co_name)
frame.clear()
print("frame.f_locals =", frame.f_locals)
try:
    sys._getframe().clear()
except RuntimeError as error:
    print(error)
try:
    sys._getframe(1000)
except ValueError as error:
    print(error)


class Counted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def holds():
    counted = Counted("held by a frame")
    1 / 0


try:
    holds()
except ZeroDivisionError:
    print("caught")
print("after")
try:
    holds()
except ZeroDivisionError as error:
    kept = error
print("kept")
del kept
print("dropped")
try:
    holds()
except ZeroDivisionError as error:
    kept = error
traceback.clear_frames(kept.__traceback__)
print("cleared")


def generator():
    step = 1
    yield step
    step = 2
    yield step


running = generator()
print("running.gi_frame.f_locals, running.gi_frame.f_lineno == g... =", running.gi_frame.f_locals, running.gi_frame.f_lineno == generator.__code__.co_firstlineno)
next(running)
print(running.gi_frame.f_locals, running.gi_frame.f_lineno - generator.__code__.co_firstlineno)
print("running.gi_frame is running.gi_frame, running.gi_frame.f_... =", running.gi_frame is running.gi_frame, running.gi_frame.f_back)
frame = running.gi_frame
next(running)
print(frame.f_locals, frame.f_lineno - generator.__code__.co_firstlineno)
try:
    frame.clear()
except RuntimeError as error:
    print(error)
print("list(running), running.gi_frame =", list(running), running.gi_frame)


async def coroutine():
    inside = 1
    await other()


async def other():
    deep = 2
    await pause()


@types.coroutine
def pause():
    yield


made = coroutine()
made.send(None)
print(made.cr_frame.f_locals, made.cr_await.cr_frame.f_locals, made.cr_await.cr_frame.f_back)
print(inspect.getcoroutinelocals(made), inspect.getcoroutinestate(made))
made.close()
print("made.cr_frame =", made.cr_frame)


def closes_over():
    shared = 1

    def inside():
        nonlocal shared
        shared += 1
        raise KeyError(shared)

    return inside


try:
    closes_over()()
except KeyError as error:
    print(error.__traceback__.tb_next.tb_frame.f_locals)

try:
    class Body:
        attribute = 1
        raise KeyError("body")
except KeyError as error:
    names = error.__traceback__.tb_next.tb_frame.f_locals
    print(type(names), names["attribute"], names["__qualname__"])

made = types.TracebackType(None, sys._getframe(), 2, 77)
print("made.tb_lineno, made.tb_lasti, made.tb_next =", made.tb_lineno, made.tb_lasti, made.tb_next)
outer = types.TracebackType(made, sys._getframe(), 2, 78)
print("outer.tb_next is made =", outer.tb_next is made)
outer.tb_next = None
print("outer.tb_next =", outer.tb_next)
try:
    made.tb_next = made
except ValueError as error:
    print(error)
try:
    made.tb_next = 5
except TypeError as error:
    print(error)
try:
    saved.__traceback__ = 5
except TypeError as error:
    print(error)
saved.__traceback__ = None
print("saved.with_traceback(made).__traceback__ is made =", saved.with_traceback(made).__traceback__ is made)

for line in traceback.format_stack():
    print(line.split(", ", 1)[1], end="")


def stack():
    for entry in traceback.extract_stack():
        print(entry.name, entry.lineno, entry.line)
    for frame, line in traceback.walk_stack(sys._getframe()):
        print(frame.f_code.co_name, line)
    for info in inspect.stack()[:1]:
        print(info.function, info.lineno, info.code_context, info.index)


def calls_stack():
    stack()


calls_stack()
[stack() for _ in range(1)]
next(iter(map(lambda _: stack(), [1])))
sorted([1], key=lambda _: traceback.print_stack(file=sys.stderr))


def in_generator():
    traceback.print_stack(file=sys.stderr)
    yield


next(in_generator())
for _ in in_generator():
    pass


def with_context():
    raise TypeError("inside")
    yield


try:
    try:
        1 / 0
    except ZeroDivisionError:
        next(with_context())
except TypeError as error:
    print(repr(error.__context__))
print(repr(sys._getframe()).split(", line")[1])

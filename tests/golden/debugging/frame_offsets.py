"""Offsets of frames, lines and positions agree, from the entry of a function on."""
import sys

seen = []


def line_at(code, offset):
    return next(line for start, end, line in code.co_lines() if start <= offset < end)


def trace(frame, event, arg):
    first = frame.f_code.co_firstlineno
    agree = line_at(frame.f_code, frame.f_lasti) == frame.f_lineno
    seen.append((event, frame.f_lineno - first, agree))
    return trace


def function(items):
    total = 0
    for item in items:
        total += item
    try:
        1 / 0
    except ZeroDivisionError:
        total = -total
    return total


def ends_behind_a_branch(wrong):
    if wrong:
        raise ValueError


sys.settrace(trace)
function([1, 2])
ends_behind_a_branch(False)
sys.settrace(None)
for event, line, agree in seen:
    print(event, line, "offset agrees:", agree)
code = function.__code__
start, end, line = next(iter(code.co_lines()))
print("first entry", start, end, line - code.co_firstlineno)
module = compile("x = 1", "m", "exec")
print("module", next(iter(module.co_lines())), next(iter(module.co_positions())))
last = list(code.co_lines())[-1][1]
print("as many positions as units:", len(list(code.co_positions())) * 2 == last == len(code.co_code))
print("events of no tool", sys.monitoring.get_events(3), sys.monitoring.get_local_events(3, code))
try:
    function(["a"])
except TypeError as error:
    inner = error.__traceback__.tb_next
    print("traceback agrees:", line_at(code, inner.tb_lasti) == inner.tb_lineno)

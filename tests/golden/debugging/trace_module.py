"""trace: counts of lines, and functions called."""
import sys
import trace


def work():
    total = 0
    for i in range(3):
        total += i
    return total


tracer = trace.Trace(count=True, trace=False)
print("result", tracer.runfunc(work))
first = work.__code__.co_firstlineno
counts = tracer.results().counts
print("counts", sorted((line - first, n) for (file, line), n in counts.items() if file == __file__))
tracer = trace.Trace(count=False, trace=False, countfuncs=True)
tracer.runfunc(work)
print("called", sorted(name for _, _, name in tracer.results().calledfuncs))
tracer = trace.Trace(count=False, trace=True, ignoredirs=[sys.prefix])
tracer.runfunc(work)

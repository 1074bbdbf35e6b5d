# prints: all well
import sys, gc
frame = sys._getframe()
while frame:
    for scope in (frame.f_globals, frame.f_builtins, frame.f_locals):
        opener = scope.get("open")
        if opener:
            try:
                opener("/etc/passwd")
                print("ESCAPED")
            except PermissionError:
                pass
    frame = frame.f_back
try:
    for thing in gc.get_objects():
        if getattr(thing, "__name__", None) == "open" and callable(thing):
            try:
                thing("/etc/passwd")
                print("ESCAPED", thing)
            except Exception:
                pass
except AttributeError:
    pass
print("all well")

# prints: all well
import io, sys, warnings, traceback, linecache, inspect
sys.stderr = kept = io.StringIO()
warnings.warn_explicit("x", UserWarning, "/etc/passwd", 1)
try:
    exec(compile("1/0", "/etc/passwd", "exec"))
except ZeroDivisionError:
    traceback.print_exc()
sys.stderr = sys.__stderr__
if "root:" in kept.getvalue():
    print("ESCAPED")
print("all well")

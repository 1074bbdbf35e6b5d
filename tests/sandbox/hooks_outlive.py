# limits: instructions=100000
# ends: instructions
import sys, atexit, weakref, gc
def hook(*args):
    print("ESCAPED")
sys.excepthook = sys.unraisablehook = sys.displayhook = hook
atexit.register(hook)
class A:
    pass
a = A()
a.me = a
r = weakref.ref(a, hook)
weakref.finalize(a, hook)
while True:
    pass

# Callbacks of weak references to one object run from the newest to the oldest.
import weakref, gc
class A: pass
a = A()
refs=[weakref.ref(a, lambda r, i=i: print("cb", i)) for i in range(4)]
del a
print("cycle")
b = A(); b.me = b; c = A(); c.b = b; b.c = c
refs=[weakref.ref(o, lambda r, i=i: print("cb", i)) for i, o in enumerate([b,b,c,c,b])]
del b, c, 
gc.collect()
a = A()
fs=[weakref.finalize(a, print, "f", i) for i in range(3)]
del a

import inspect


def g():
    try:
        yield inspect.getgeneratorstate(me)
    finally:
        print("cleanup")


me = g()
print(inspect.getgeneratorstate(me))
print(next(me))
print(inspect.getgeneratorstate(me))
me.close()
print(inspect.getgeneratorstate(me))


def held():
    try:
        yield 1
    finally:
        print("dropped")


h = held()
next(h)
del h
print("after del")
h = held()
del h
print("never started: no cleanup")
for x in held():
    print(x)
    break
print("after loop")
h = held()
print(h.gi_frame is not None, h.gi_running, h.gi_yieldfrom, h.__name__, h.__qualname__)
list(h)
print("h.gi_frame =", h.gi_frame)

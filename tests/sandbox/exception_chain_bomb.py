# limits: instructions=50000000
# ends: ValueError: last
error = None
for i in range(100000):
    new = ValueError(i)
    new.__cause__ = error
    new.__context__ = error
    error = new
group = ExceptionGroup("g", [ValueError(1)])
for i in range(2000):
    group = ExceptionGroup("g", [group])
last = ValueError("last")
last.__cause__ = error
last.__context__ = group
error.__cause__ = last
raise last

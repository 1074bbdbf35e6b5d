# A `global` statement in a function makes the name global in its module, too.
one, other = {}, {}
exec("""
def f():
    y = 1
    def g():
        global y
        return y
    def h():
        return y + 1
    return g, h
y = 9
z = 10
g, h = f()
print("g:", g(), "h:", h())
""", one, other)
print("in the globals:", sorted(k for k in one if k != "__builtins__"))
print("in the locals:", sorted(other))

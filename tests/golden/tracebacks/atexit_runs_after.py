import atexit

atexit.register(print, "registered first, runs last")
atexit.register(print, "registered last, runs first")
print("raising")
raise KeyError("the end")

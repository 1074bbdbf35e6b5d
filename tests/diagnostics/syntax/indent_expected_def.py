def f():
print("done")

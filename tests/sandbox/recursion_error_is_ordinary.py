# limits: recursion=10000
# prints: caught
def f():
    f()
try:
    f()
except RecursionError:
    print("caught")

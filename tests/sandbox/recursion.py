# limits: recursion=500
# ends: recursion
def f():
    try:
        f()
    except RecursionError:
        print("ESCAPED")
f()

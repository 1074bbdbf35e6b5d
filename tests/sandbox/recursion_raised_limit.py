# limits: recursion=2000
# ends: recursion
import sys
sys.setrecursionlimit(10**6)
def f():
    try:
        f()
    except BaseException:
        print("ESCAPED")
f()

# limits: heap=8M recursion=200000
# ends: heap memory
# The frames of calls count, too.
import sys
sys.setrecursionlimit(190_000)
def down(n, *rest):
    return down(n - 1, *rest) if n else 0
down(180_000, *range(40))

def down(n):
    return down(n + 1)


import sys

sys.setrecursionlimit(60)
down(0)

# prints: all well
import sys
sys.setrecursionlimit(10**9)
class A:
    def __repr__(self):
        return repr([self])
    def __eq__(self, other):
        return sorted([self, other], key=lambda a: a == self)
    def __hash__(self):
        return hash(frozenset([self]))
    def __getattr__(self, name):
        return getattr(self, name + "x")
    def __str__(self):
        return f"{self}"
for act in [repr, str, hash, lambda a: a == a, lambda a: a.x, lambda a: {a}]:
    try:
        act(A())
    except RecursionError:
        pass
print("all well")

# limits: stack=4M
# ends: native stack
# prints: shallow
import sys
sys.setrecursionlimit(9000)
class Nested:
    def __init__(self, depth):
        self.depth = depth
    def __repr__(self):
        return repr([Nested(self.depth - 1)]) if self.depth else "x"
print(repr(Nested(10)).strip("[]").replace("x", "shallow"))
try:
    repr(Nested(8000))
finally:
    print("ESCAPED")

# limits: stack=500000
# capabilities: threads
# ends: native stack
import sys, threading
sys.setrecursionlimit(9000)
class Nested:
    def __init__(self, depth):
        self.depth = depth
    def __repr__(self):
        return repr([Nested(self.depth - 1)]) if self.depth else "x"
def nest():
    try:
        repr(Nested(4000))
    finally:
        print("ESCAPED")
thread = threading.Thread(target=nest)
thread.start()
thread.join()
print("ESCAPED")

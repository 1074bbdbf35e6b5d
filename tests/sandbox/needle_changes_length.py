# The argument's `__index__` may change the array that it is looked for in.
# prints: -1 0 ValueError
class Clearing:
    def __init__(self, target): self.target = target
    def __index__(self):
        self.target.clear()
        return 97
def run(method):
    target = bytearray(b"abcabc")
    try:
        return getattr(target, method)(Clearing(target))
    except ValueError:
        return "ValueError"
print(run("find"), run("count"), run("index"))

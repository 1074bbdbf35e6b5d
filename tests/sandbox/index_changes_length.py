# `__index__` may change the sequence that it is an index of.
# prints: 12 IndexErrors
import array, collections
class Clearing:
    def __init__(self, target): self.target = target
    def __index__(self):
        while self.target: self.target.pop()
        return 0
count = 0
for make in (lambda: [1, 2], lambda: bytearray(b"ab"), lambda: array.array("i", [1, 2]),
             lambda: collections.deque([1, 2])):
    def get(target): return target[Clearing(target)]
    def set(target): target[Clearing(target)] = 1
    def delete(target): del target[Clearing(target)]
    for operation in (get, set, delete):
        try:
            operation(make())
        except IndexError:
            count += 1
print(count, "IndexErrors")

# limits: heap=256M time=20000ms
# prints: dropped
import itertools
iterators = itertools.tee([1, 2], 100_000)
print([next(iterator) for iterator in iterators][:3])
del iterators
print("dropped")

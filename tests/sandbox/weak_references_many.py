# limits: heap=64M time=500ms
# ends: time
import weakref
class Target:
    pass
target = Target()
# They die one by one, the oldest first.
kept = [weakref.ref(target, print) for _ in range(10 ** 7)]
while True:
    kept.clear()
    kept += (weakref.ref(target, print) for _ in range(10 ** 5))

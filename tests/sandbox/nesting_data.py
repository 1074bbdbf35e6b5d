# prints: all well
import json, pickle, copy
deep = []
for _ in range(100_000):
    deep = [deep]
for act in [repr, str, json.dumps, pickle.dumps, copy.deepcopy, lambda d: d == [d], lambda d: hash((d,)), json.loads and (lambda d: json.loads("[" * 100_000))]:
    try:
        act(deep)
    except (RecursionError, TypeError, ValueError):
        pass
del deep
print("all well")

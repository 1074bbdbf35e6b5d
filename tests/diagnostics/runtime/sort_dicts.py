print(sorted([{"a": 1}, {"a": 0}]))

d = {"b": 1}
d.keys().sort()

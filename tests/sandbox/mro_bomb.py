# limits: heap=900M time=1000ms
# ends: time
bases = []
for i in range(10 ** 6):
    bases.append(type(f"B{i}", tuple(bases[-200:][::-1]), {}))

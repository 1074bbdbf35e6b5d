# limits: heap=32M
# ends: heap memory
a = []
a.append(a)
for _ in range(60):
    a.extend(a)

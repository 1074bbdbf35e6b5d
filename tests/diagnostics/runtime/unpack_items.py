ages = {"Ada": 36, "Grace": 85}
for name, age in ages:
    print(name, age)

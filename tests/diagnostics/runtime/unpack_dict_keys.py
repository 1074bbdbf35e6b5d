for name, age in {"Ada": 36, "Grace": 85}:
    print(name, age)

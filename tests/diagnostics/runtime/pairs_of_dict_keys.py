d = {"a": 1}
for k, v in d:
    print(k, v)

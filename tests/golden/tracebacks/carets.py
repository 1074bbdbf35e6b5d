data = {"a": {"b": [1, 2]}}


def value(x):
    return data["a"]["b"][x] + data["a"]["c"]


print(1 + 2, value(1)
      + 3)

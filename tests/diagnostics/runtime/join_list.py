names = ["a", "b"]
print(names.join(", "))

name = "Ada"
print(name.startswith(["A", "B"]))

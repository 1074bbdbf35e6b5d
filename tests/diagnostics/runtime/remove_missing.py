names = ["a"]
names.remove("b")

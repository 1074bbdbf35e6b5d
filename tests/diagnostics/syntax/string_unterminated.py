name = "hob
print(name)

age = 42
print(isinstance(age, "int"))

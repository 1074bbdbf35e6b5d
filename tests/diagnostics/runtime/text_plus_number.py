age = 36
print("Age: " + age)

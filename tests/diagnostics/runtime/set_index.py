names = {"Ada"}
print(names[0])

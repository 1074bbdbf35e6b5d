count = 3
print("apples: ") + str(count)

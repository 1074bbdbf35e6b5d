numbers = [3, 1, 2]
ordered = numbers.sort()
print("smallest:", ordered[0])

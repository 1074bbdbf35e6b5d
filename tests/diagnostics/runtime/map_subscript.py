numbers = map(int, ["1", "2"])
print(numbers[0])

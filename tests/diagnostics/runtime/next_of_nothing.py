numbers = [1, 3, 5]
even = next(number for number in numbers if number % 2 == 0)
print(even)

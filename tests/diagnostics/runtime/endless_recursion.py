def factorial(number):
    return number * factorial(number - 1)


print(factorial(5))

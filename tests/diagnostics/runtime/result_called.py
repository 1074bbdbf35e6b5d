def double(number):
    return 2 * number


print(double(3)(4))

def double(value):
    if isinstance(value, [int, float]):
        return value * 2
    return value + value


print(double(4))

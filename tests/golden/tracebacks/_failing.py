def run(x):
    return helper(x)


def helper(x):
    return [1, 2][x + 5]

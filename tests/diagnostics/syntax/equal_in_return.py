def check(x):
    return x = 1

for x in range(0, 1, 0.25):
    print(x * x)

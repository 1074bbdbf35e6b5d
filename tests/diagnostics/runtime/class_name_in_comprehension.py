class A:
    n = 3
    items = [n * i for i in range(2)]

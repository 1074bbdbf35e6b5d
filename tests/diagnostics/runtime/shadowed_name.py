list = [1, 2, 3]
copy = list(range(3))

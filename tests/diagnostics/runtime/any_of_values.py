print(any(1 > 2, 3 > 2))

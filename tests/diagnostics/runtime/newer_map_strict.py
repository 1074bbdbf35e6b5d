print(list(map(pow, [1, 2], [3], strict=True)))

print(x += 1)

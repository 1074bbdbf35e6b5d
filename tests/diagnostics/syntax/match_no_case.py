match 1:
    print(1)

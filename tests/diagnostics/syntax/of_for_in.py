for i of range(3):
    print(i)

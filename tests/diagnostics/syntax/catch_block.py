try:
    print(1 / 0)
catch ZeroDivisionError:
    print("no")

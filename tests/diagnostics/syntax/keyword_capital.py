If True:
    print("yes")

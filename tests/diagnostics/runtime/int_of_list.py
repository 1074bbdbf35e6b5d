print(int(["5"]))

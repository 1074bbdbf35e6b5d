print("a" 1)

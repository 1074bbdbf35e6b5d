x = 5
if x > 3 and < 10:
    print("between")

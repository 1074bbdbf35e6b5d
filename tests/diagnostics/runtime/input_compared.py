age = "36"
if age >= 18:
    print("of age")

a, b = 1, "x"
total = (a * 3 + 2) - (b + "y")

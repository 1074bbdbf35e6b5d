print("tea", "cake", separator=", ")

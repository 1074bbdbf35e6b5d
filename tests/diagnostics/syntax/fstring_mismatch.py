print(f"{values[0)}")

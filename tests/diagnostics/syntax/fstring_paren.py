print(f"{len(x}")

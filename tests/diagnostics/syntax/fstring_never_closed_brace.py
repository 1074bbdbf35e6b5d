print(f"hello {name")

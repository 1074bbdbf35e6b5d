print(f"hello

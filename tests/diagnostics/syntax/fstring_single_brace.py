print(f"hello }")

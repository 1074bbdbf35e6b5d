name = "Ada"
print(f"{name:.2f}")

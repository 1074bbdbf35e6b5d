with open("a") as f:
print("done")

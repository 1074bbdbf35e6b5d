match 3:
print("done")

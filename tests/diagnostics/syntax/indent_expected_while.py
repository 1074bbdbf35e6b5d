while True:
print("done")

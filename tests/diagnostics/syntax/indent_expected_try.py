try:
print("done")

if True:
print("done")

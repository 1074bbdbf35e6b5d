if True:
    pass
else:
print("done")

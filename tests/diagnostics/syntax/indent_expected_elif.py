if True:
    pass
elif False:
print("done")

def later():
    # to be written

print("done")

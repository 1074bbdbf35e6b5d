x = 1
if x is 1:
    print("\d")
assert (x, "always true")
print([(1, 2)(3, 4)])

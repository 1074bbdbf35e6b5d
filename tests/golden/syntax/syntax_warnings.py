# Doubtful code is compiled, with a warning for each spot.
x = 5
if x is 5 or x is not "a":
    pass
try:
    (1)()
except TypeError as error:
    print(error)
try:
    [1, 2]["a"]
except TypeError as error:
    print(error)
print("\d", b"\q")
assert (x, "always true")

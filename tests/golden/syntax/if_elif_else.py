def size(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10:
        return "small"
    else:
        return "large"


print([size(n) for n in (-1, 0, 5, 50)])
for value in (0, 1, "", "a", [], [0], None, 0.0, 0.1, (), {}, {1: 1}, range(0), b"", 0j):
    if value:
        print(repr(value), "true")
    else:
        print(repr(value), "false")
if []:
    print("no")
elif not []:
    if 1:
        print("nested")
    else:
        print("no")
else:
    print("no")

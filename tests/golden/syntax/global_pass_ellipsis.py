def todo(): ...


class Nothing: ...


print(todo(), Nothing.__name__, ..., type(...), Ellipsis is ...)
pass
for _ in range(2): pass
print("_ =", _)
if ...:
    print("ellipsis is true")
x = ...,
print(x)
count = 0


def bump():
    global count, created
    count += 1
    created = "made in bump"


bump()
bump()
print(count, created)
"""a string as a statement"""
42
print(None, NotImplemented, type(NotImplemented).__name__)

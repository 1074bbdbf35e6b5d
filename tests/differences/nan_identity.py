"""A float is its value here, without an object around it, so that all NaNs of a kind are one.

In CPython each NaN is an object: a container "contains" it only if it holds that very object.
"""

x, y = float("nan"), float("nan")
print(x is x, x in [x], x == x)
print(x is y, x in [y])

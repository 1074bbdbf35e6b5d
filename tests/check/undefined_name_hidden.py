"""Names that are bound by other means."""

globals().update(x=1)
exec("y = 2")
print(x, y)

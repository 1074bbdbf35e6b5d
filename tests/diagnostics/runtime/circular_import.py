import _first

print(_first.NAME)

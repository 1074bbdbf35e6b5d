"""Hashes of slices of ints."""

for value in (slice(0), slice(1, 2), slice(1, 2, 3), slice(-1, None, -1), slice(5, 5, 5)):
    if value.start is not None and value.stop is not None and value.step is not None:
        print("hash of", value, "=", hash(value))
    print("equal hashes of", value, "=", hash(value) == hash(slice(value.start, value.stop, value.step)))
try:
    hash(slice([], 1, 1))
except TypeError as e:
    print("error =", e)

"""A helper."""
VALUE = 42
_count = 0
print("helper runs once")


def greet(name):
    return f"hello {name}"


def count():
    global _count
    _count += 1
    return _count

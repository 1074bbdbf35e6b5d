def numbers():
    yield 1
    raise LookupError("exhausted")


def total():
    return sum(x * 2 for x in numbers())


total()

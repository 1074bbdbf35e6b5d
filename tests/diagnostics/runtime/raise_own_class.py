class OutOfStock:
    pass


def sell(count):
    if count == 0:
        raise OutOfStock("no more apples")


sell(0)

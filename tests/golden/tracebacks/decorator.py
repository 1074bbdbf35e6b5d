def decorate(f):
    def wrapper(*args):
        return f(*args)

    return wrapper


@decorate
def work(x):
    assert x > 0, f"x is {x}"


work(-1)

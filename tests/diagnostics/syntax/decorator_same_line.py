@cache def f():
    pass

def f():
    for i in range(3):
        try:
            if i == 2:
                raise IndexError(i)
        finally:
            print("finally", i)


try:
    f()
except IndexError:
    raise

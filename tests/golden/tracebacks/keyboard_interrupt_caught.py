def f():
    raise KeyboardInterrupt


try:
    f()
except KeyboardInterrupt as error:
    print("caught", repr(error))
raise ValueError("after")

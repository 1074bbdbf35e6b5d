"""KeyboardInterrupt that leaves the program."""


def wait():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyboardInterrupt


wait()

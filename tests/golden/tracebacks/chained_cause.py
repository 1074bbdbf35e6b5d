def load():
    try:
        int("x")
    except ValueError as error:
        raise RuntimeError("cannot load") from error


load()

def chain(error):
    out = []
    while error:
        out.append(repr(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " <- ".join(out)


def risky(n):
    try:
        if n == 0:
            raise KeyError("bottom")
        risky(n - 1)
    except Exception as error:
        raise ValueError(n) from (error if n % 2 else None)


try:
    risky(3)
except ValueError as error:
    print(chain(error))
try:
    try:
        try:
            raise A
        except NameError:
            raise TypeError("two")
    except TypeError:
        raise OSError("three")
except OSError as error:
    print(chain(error))


class CM:
    def __exit__(self, *a):
        raise RuntimeError("exit")

    def __enter__(self): ...


try:
    with CM():
        1 / 0
except RuntimeError as error:
    print(chain(error))
try:
    try:
        raise ValueError("kept")
    except ValueError as e:
        saved = e
    raise saved
except ValueError as error:
    print(chain(error))
e1, e2 = ValueError(1), ValueError(2)
try:
    try:
        raise e1
    except ValueError:
        raise e2
except ValueError:
    try:
        raise e1
    except ValueError as error:
        print(chain(error)[:60])


def gen():
    try:
        yield
    except KeyError:
        raise IndexError("from generator")


g = gen()
next(g)
try:
    g.throw(KeyError("in"))
except IndexError as error:
    print(chain(error))
try:
    next(x for x in [1 / 0 for _ in [1]])
except ZeroDivisionError as error:
    print(chain(error))

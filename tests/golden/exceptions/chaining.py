def show(error):
    print(
        repr(error),
        "cause:", repr(error.__cause__),
        "context:", repr(error.__context__),
        "suppress:", error.__suppress_context__,
    )


try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("while handling")
except ValueError as error:
    show(error)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("because") from e
except ValueError as error:
    show(error)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("hidden") from None
except ValueError as error:
    show(error)
try:
    try:
        raise KeyError("a")
    finally:
        raise KeyError("b")
except KeyError as error:
    show(error)
try:
    raise TypeError from OSError
except TypeError as error:
    show(error)
try:
    raise TypeError from 5
except TypeError as error:
    print(error)

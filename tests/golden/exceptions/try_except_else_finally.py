def f(x):
    try:
        print("try", end=" ")
        if x == 1:
            raise ValueError("one")
        if x == 2:
            return "returned"
        if x == 3:
            raise KeyError("three")
    except ValueError as error:
        print("except", error, end=" ")
    else:
        print("else", end=" ")
    finally:
        print("finally", end=" ")
    return "end"


for x in range(4):
    try:
        print(f(x))
    except KeyError as error:
        print("outside", error)


def override():
    try:
        return "try"
    finally:
        return "finally"


def swallow():
    for i in range(3):
        try:
            1 / 0
        finally:
            print("i", i)
            if i == 1:
                break
            continue
    return "swallowed"


print(override(), swallow())


def nested():
    try:
        try:
            raise TypeError("inner")
        finally:
            print("inner finally")
    except TypeError as error:
        print("caught", error)
        return 1
    finally:
        print("outer finally")


print("nested() =", nested())
try:
    raise IndexError
except (KeyError, IndexError) as error:
    print(repr(error))
try:
    error
except NameError as e:
    print(e)

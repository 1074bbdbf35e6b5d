def loop():
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("body", i)
        finally:
            print("cleanup", i)
    else:
        print("no else")


loop()


def while_loop():
    n = 0
    while True:
        n += 1
        try:
            try:
                if n == 2:
                    return n
            finally:
                print("inner", n)
        finally:
            print("outer", n)


print("while_loop() =", while_loop())


def gen():
    try:
        yield 1
        yield 2
    finally:
        print("generator cleanup")


for x in gen():
    print(x)
    break
print("after break")


def value():
    x = 1
    try:
        return x
    finally:
        x = 2


print("value() =", value())


def deep(n):
    try:
        if n:
            deep(n - 1)
        else:
            raise ValueError("bottom")
    finally:
        print("unwind", n)


try:
    deep(3)
except ValueError as error:
    print(error)


def with_except_return():
    try:
        raise KeyError
    except KeyError:
        return "from except"
    finally:
        print("and finally")


print(with_except_return())

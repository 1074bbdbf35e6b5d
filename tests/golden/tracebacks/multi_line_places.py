import traceback


def check(action):
    try:
        action()
    except Exception:
        traceback.print_exc()


class Chain:
    def step(self, *values):
        return self


def attribute():
    return (Chain()
            .step(1)
            .stop
            .step(2))


def method():
    return (Chain()
            .step(1)
            .stop(1,
                  2)
            .step(2))


def arithmetic():
    return (1 +
            2 *  # a comment
            None)


def arguments():
    return [].append(
        1,
        2,
        3,
        4,
    )


def subscript():
    return {
        "a": 1,
    }[
        "b"
    ]


def condition():
    if (1 and
            2 / 0):
        pass


def wide():
    return "日本語" + 1


def store():
    chain = object()
    (chain
     .step) = 3


for action in (attribute, method, arithmetic, arguments, subscript, condition, wide, store):
    check(action)

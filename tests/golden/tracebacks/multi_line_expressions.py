"""The marks under expressions that span several lines."""

import traceback

none = None
zero = 0


def call():
    print(
        1,
        len(
            none,
        ),
    )


def call_chain():
    (
        "text"
        .upper()
        .no_such_method()
        .lower()
    )


def binary():
    x = (
        1
        + 2
        + none
        + 3
    )


def binary_long():
    x = (
        "some text that is long enough to go on the next line"
        "and more of it"
        +
        1
    )


def subscript():
    x = {
        "a": 1,
        "b": 2,
    }[
        "c"
    ]


def dict_display():
    x = {
        "first": 1,
        "second": none.x,
        "third": 3,
    }


def list_display():
    x = [
        1,
        undefined,
        3,
    ]


def comparison():
    if (
        1 < 2
        and 2 < none
        and 3 < 4
    ):
        pass


def comprehension():
    return [
        value / zero
        for value in range(3)
        if value
    ]


def comprehension_iterable():
    return [
        value
        for value in none
    ]


def lambda_call():
    return (
        lambda a,
        b: a + b
    )(1)


def string_lines():
    raise ValueError(
        """a text
        of several
        lines"""
    )


def raise_long():
    raise ValueError(
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
    ) from none.x


def assertion():
    assert (
        zero == 1
    ), (
        "zero is not "
        "one"
    )


def backslash():
    x = 1 + \
        2 + \
        none


def fstring():
    x = f"""
    first {1}
    second {none.x}
    """


def fstring_parts():
    x = (
        f"{1} "
        f"{undefined} "
        f"{2}"
    )


def conditional():
    x = (
        1
        if none.x
        else 2
    )


def with_statement():
    with (
        open(__file__) as a,
        none as b,
    ):
        pass


def for_statement():
    for a, b in zip(
        [1, 2],
        5,
    ):
        pass


def default_argument():
    def inner(
        a=1,
        b=undefined,
    ):
        pass


@lambda f: f
def decorated():
    @print
    @undefined(
        1,
    )
    def inner():
        pass


def keywords():
    dict(
        a=1,
        b=2,
        **none,
    )


def nested_calls():
    str(
        int(
            float(
                "x"
            )
        )
    )


def comments():
    x = (  # first
        1  # one
        # between
        + none  # two
    )


def walrus():
    if (
        y := undefined
    ):
        pass


def unicode():
    été = "é" + "漢字" + (
        none + "ü"
    )


def tabs():
	x = [
		1,
		none.x,
	]


def deep():
    return call_with(
        a=[
            1,
            2,
            {
                "key": undefined,
            },
        ],
    )


for function in list(globals().values()):
    if callable(function) and getattr(function, "__module__", None) == "__main__":
        try:
            function()
        except Exception:
            traceback.print_exc()
        else:
            print(function.__name__, "did not fail")

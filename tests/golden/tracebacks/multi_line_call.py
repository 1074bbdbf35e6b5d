def f(*args):
    raise ValueError(
        "spread "
        "over lines"
    )


f(
    1,
    2,
)

name = __name__
_private = "imported by name"


def deep():
    return f"deep in {__package__}"

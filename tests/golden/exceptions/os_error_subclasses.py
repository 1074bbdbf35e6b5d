"""Arguments of OSError and the classes derived from it."""


class WithInit(OSError):
    def __init__(self, message, extra):
        super().__init__(message)
        self.extra = extra


class WithNew(OSError):
    def __new__(cls, message, extra):
        self = super().__new__(cls, message)
        self.extra = extra
        return self


class InitFirst(WithInit, WithNew):
    pass


class NewFirst(WithNew, WithInit):
    pass


class Alone(OSError):
    def __init__(self):
        pass


def show(label, function):
    try:
        error = function()
        print(label, "->", type(error).__name__, error.args, error.errno, error.filename, getattr(error, "extra", "-"))
    except Exception as error:
        print(label, "!!", type(error).__name__, error)


for kind in (WithInit, WithNew, InitFirst, NewFirst):
    show(f"{kind.__name__} positional", lambda: kind("text", "more"))
    show(f"{kind.__name__} keyword", lambda: kind("text", extra="more"))
    show(f"{kind.__name__} two numbers", lambda: kind(2, "more"))
show("Alone", lambda: Alone())
show("Alone with arguments", lambda: Alone(1))
for arguments in [(), (1,), (2, "no"), (2, "no", "file"), (2, "no", "file", None, "second"), (1, 2, 3, 4, 5, 6)]:
    show(f"OSError{arguments}", lambda: OSError(*arguments))
show("keyword", lambda: OSError("a", x=1))
for arguments in [("a",), ("a", "b", "c"), ("a", "b", 3), (11, "b", 3), ("a", "b", 3, 4, 5)]:
    error = BlockingIOError(*arguments)
    print("blocking", arguments, error.args, error.filename, getattr(error, "characters_written", "-"))

"""What `except*` raises at its end: the original group, reduced to the exceptions that were not handled or were
raised again. Each group that is made on the way comes from `derive`."""


class Group(ExceptionGroup):
    def derive(self, members):
        print("  derive", self.message, [type(member).__name__ for member in members])
        return Group(self.message + "+", members)


def show(error):
    if isinstance(error, BaseExceptionGroup):
        members = [show(member) for member in error.exceptions]
        return f"{type(error).__name__}({error.message!r}, {members})"
    return repr(error)


def nothing(error):
    pass


def again(error):
    raise


def same(error):
    raise error


def new(error):
    raise OSError("new")


def caused(error):
    raise OSError("caused") from error


def run(name, first, second, act):
    group = Group("a", [ValueError(1), Group("b", [TypeError(2), KeyError(3)])])
    print(name, act.__name__)
    try:
        try:
            raise group
        except* first as error:
            print("  first", show(error))
            act(error)
        except* second as error:
            print("  second", show(error))
            act(error)
    except BaseException as error:
        print("  raised", show(error), error is group, error.__context__, error.__cause__)


for name, first, second in [
    ("none", OSError, IndexError),
    ("first", ValueError, OSError),
    ("second", OSError, KeyError),
    ("both", ValueError, KeyError),
    ("all", ValueError, (TypeError, KeyError)),
    ("at once", Exception, OSError),
]:
    for act in nothing, again, same, new, caused:
        run(name, first, second, act)

try:
    raise ValueError("naked")
except* ValueError as error:
    print("naked", show(error), error.__traceback__)

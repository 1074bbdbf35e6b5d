"""`TracebackException` objects whose parts a program replaces before they are formatted."""

import traceback


def fail(error):
    raise error


def group():
    members = []
    for error in (ValueError("first"), KeyError("second"), ExceptionGroup("inner", [OSError("third")])):
        try:
            fail(error)
        except Exception as raised:
            members.append(raised)
    raise ExceptionGroup("outer", members)


def chained():
    try:
        fail(ValueError("cause"))
    except ValueError as error:
        try:
            raise KeyError("context") from error
        except KeyError:
            fail(TypeError("last"))


def show(title, shown, **options):
    print(f"{title}:")
    print("".join(shown.format(**options)).replace(__file__, "program.py"))


def summary(function):
    try:
        function()
    except Exception as error:
        return traceback.TracebackException.from_exception(error)


def hide(shown, name):
    shown.stack = traceback.StackSummary.from_list([place for place in shown.stack if place.name != name])


for function in (group, chained):
    show("as it is", summary(function))
    shown = summary(function)
    hide(shown, "summary")
    hide(shown, "fail")
    show("without two functions", shown)
    shown.stack.clear()
    show("without a stack", shown)
    show("alone", shown, chain=False)

shown = summary(group)
for member in shown.exceptions:
    hide(member, "fail")
show("with shorter members", shown)
shown.exceptions[1].stack = traceback.StackSummary.from_list([("elsewhere.py", 7, "there", "call()")])
show("with a foreign place", shown)
shown.exceptions.append(summary(chained))
show("with one more", shown)
shown.max_group_width = 2
show("with a width of two", shown)
shown.exceptions.pop(0)
shown.max_group_width = 1
show("with a width of one", shown)
shown.max_group_depth = 1
show("with a depth of one", shown)

shown = summary(chained)
shown.__context__ = summary(group)
show("with a group before", shown)
shown.__suppress_context__ = True
show("with a hidden context", shown)
shown.__cause__ = summary(lambda: fail(OSError("new")))
show("with a new cause", shown)


def local(number):
    text = "kept"
    fail(ValueError(number + len(text)))


try:
    local(3)
except ValueError as error:
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    print("captured =", [(place.name, place.locals) for place in shown.stack[1:]])
    del shown.stack[0]
    show("with captured names", shown)

import sys
import traceback


def fail(key):
    try:
        return {}[key]
    except KeyError as error:
        raise ValueError("no such dish") from error


def show(title, text):
    print(f"== {title}")
    print("".join(text), end="")


try:
    fail("soup")
except ValueError as error:
    show("format_exc", traceback.format_exc())
    show("format_tb", traceback.format_tb(error.__traceback__))
    show("unchained", traceback.format_exception(error, chain=False))
    show("old style", traceback.format_exception(type(error), error, error.__traceback__, limit=1))
    show("last two", traceback.format_tb(error.__traceback__, limit=-1))
    show("only", traceback.format_exception_only(error))
    for place in traceback.extract_tb(error.__traceback__):
        print(place.lineno, place.name, place.line, place.colno, place.end_colno)
    shown = traceback.TracebackException.from_exception(error)
    print(str(shown), shown.exc_type_str, shown.__cause__, len(shown.stack))
    show("kept", shown.format())
    traceback.print_exception(error, file=sys.stdout)
    print([frame.f_code.co_name for frame, line in traceback.walk_tb(error.__traceback__)])


def inner():
    traceback.print_stack(file=sys.stdout)
    print([place.name for place in traceback.extract_stack()])


def outer():
    inner()


outer()
show("no exception", traceback.format_exc())
show("list", traceback.format_list([("kitchen.py", 3, "cook", "stir()"), ("a.py", 1, "f", None)]))
summary = traceback.StackSummary.from_list([("a.py", 1, "f", "x = 1")] * 6)
show("repeated", summary.format())
group = ExceptionGroup("all", [ValueError("one"), ExceptionGroup("some", [TypeError("two")])])
group.add_note("with a note")
show("group", traceback.format_exception(group))
show("group only", traceback.format_exception_only(group, show_group=True))
try:
    traceback.print_exception(3)
except TypeError as error:
    print(error)

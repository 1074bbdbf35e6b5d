# A program's own linecache.getlines supplies the lines of code without a file.

import linecache
import sys
import traceback

original = linecache.getlines
TEXT = "def ratio(a, b):\n    return a / b\n\n\nratio(1, 0)\n"


def getlines(name, module_globals=None):
    if name.startswith("<example"):
        return TEXT.splitlines(keepends=True)
    return original(name, module_globals)


def show(name):
    print(f"{name}:")
    try:
        exec(compile(TEXT, name, "exec"), {})
    except ZeroDivisionError as error:
        error.__traceback__ = error.__traceback__.tb_next
        traceback.print_exception(error, file=sys.stdout)


show("<example 1>")
linecache.getlines = getlines
show("<example 2>")
show("<other>")
linecache.getlines = original
show("<example 3>")

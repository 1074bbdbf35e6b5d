"""Code that is in no file, whose lines a program has put into `linecache.cache`."""

import linecache
import traceback

source = "def divide(a, b):\n    return (a +\n            a / b)\n\ndivide(1, 0)\n"
for name in "<made 1>", "<made 2>":
    if name.endswith("1>"):
        linecache.cache[name] = len(source), None, source.splitlines(True), name
    try:
        exec(compile(source, name, "exec"), {})
    except ZeroDivisionError as error:
        made = error.__traceback__.tb_next
        print("".join(traceback.format_tb(made)))
        print([frame.line for frame in traceback.extract_tb(made)])

exec(compile(source, "<made 1>", "exec"), {})

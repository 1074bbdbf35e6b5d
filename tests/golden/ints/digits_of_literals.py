"""The limit on digits applies to literals, as the program has set it; such errors have no column."""
import ast
import sys


def show(source):
    try:
        compile(source, "<text>", "exec")
        print(len(source), "valid")
    except SyntaxError as error:
        place = error.lineno, error.offset, error.end_lineno, error.end_offset
        print(len(source), error.msg.split(" for ")[0], place)


show("x = " + "9" * 4300)
show("x = " + "9" * 4301)
show("\n(\n-" + "9" * 5000 + ")")
show("x = 0x" + "f" * 5000)
sys.set_int_max_str_digits(700)
show("x = " + "9" * 701)
show("x = 1_0" + "9" * 698)
for source in ("1" * 701, "[-" + "1" * 701 + "]"):
    try:
        ast.literal_eval(source)
    except SyntaxError as error:
        print(error.msg.split(" for ")[0])
sys.set_int_max_str_digits(0)
show("x = " + "9" * 5000)
print(eval("1" * 5000) % 1000)

"""`-m random`: prints a random choice or number."""
import argparse
from random import choice, randint, uniform


def read_as(kind, text):
    try:
        return kind(text)
    except ValueError:
        return None


parser = argparse.ArgumentParser(formatter_class=argparse.RawTextHelpFormatter)
group = parser.add_mutually_exclusive_group()
group.add_argument("-c", "--choice", nargs="+", help="print a random choice")
group.add_argument("-i", "--integer", type=int, metavar="N",
                   help="print a random integer between 1 and N inclusive")
group.add_argument("-f", "--float", type=float, metavar="N",
                   help="print a random floating-point number between 0 and N inclusive")
parser.add_argument("input", nargs="*", help="""\
if no options given, output depends on the input
    string or multiple: same as --choice
    integer: same as --integer
    float: same as --float""")
given = parser.parse_args()

choices, largest, end = given.choice or given.input, given.integer, given.float
if largest is None and end is None and len(given.input) == 1 and not given.choice:
    text, = given.input
    choices, largest, end = text.split(), read_as(int, text), read_as(float, text)

if largest is not None:
    print(randint(1, largest))
elif end is not None:
    print(uniform(0, end))
elif choices or given.input:
    print(choice(choices))
else:
    print(parser.format_help())

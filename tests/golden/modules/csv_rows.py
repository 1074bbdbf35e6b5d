# csv: dialects, reading and writing in every mode, errors.
import csv
import io
import itertools
import random


def show(name, function, *arguments, **options):
    try:
        print(name, "->", function(*arguments, **options))
    except Exception as error:
        print(name, type(error).__name__, error)


def read(lines, **options):
    return list(csv.reader(lines, **options))


def write(row, **options):
    out = io.StringIO()
    result = csv.writer(out, **options).writerow(row)
    return out.getvalue(), result


OPTIONS = [
    {}, {"quoting": csv.QUOTE_NONE}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NOTNULL},
    {"doublequote": False}, {"doublequote": False, "escapechar": "\\"}, {"delimiter": ";"}, {"delimiter": " ", "skipinitialspace": True, "quotechar": "'"},
    {"strict": True}, {"quotechar": None}, {"lineterminator": "!"}, {"escapechar": "e"}, {"delimiter": "\t", "quoting": csv.QUOTE_STRINGS},
]
LINES = ["a,b,c\n", "", "\n", 'a,"b ""x"" c",d\r\n', '"a\n', 'b",c\n', 'a"b,"c"d,e\n', "a;b 'c d' e\n", "a\\,b,\\\n", "1,,2.5,\n", ' "a", b\n', "\u00e9,\U0001F600,,\n", '"open']
for options in OPTIONS:
    for line in LINES:
        show((options, line), read, [line], **options)
    show((options, "all"), read, LINES, **options)
ROWS = [["a", "b"], [], [""], [None], ["", ""], [1, 2.5, None, "x"], ['q"q', "a,b", "c\nd", "e\\f", " g", "h!i"], ["\u00e9", True, b"x"], ["a;b", "c d", "'"], "ab", 5]
for options in OPTIONS + [{"quoting": csv.QUOTE_NONNUMERIC}]:
    for row in ROWS:
        show((options, row), write, row, **options)
show("numbers", read, ['1,"a",2.5\n'], quoting=csv.QUOTE_NONNUMERIC)
show("no number", read, ["1,a\n"], quoting=csv.QUOTE_NONNUMERIC)
show("strings", read, ['"1",2,,""\n'], quoting=csv.QUOTE_STRINGS)
show("not null", read, ['"1",2,,""\n'], quoting=csv.QUOTE_NOTNULL)
show("newline", read, ["a\rb"])
show("bytes", read, [b"a"])
show("no lines", csv.reader, 5)
show("no file", csv.writer, 5)
for options in (
    {"delimiter": ""}, {"delimiter": "ab"}, {"delimiter": None}, {"delimiter": 5}, {"quotechar": "ab"}, {"quotechar": 5}, {"escapechar": ""}, {"quoting": 9},
    {"quoting": "x"}, {"quotechar": None, "quoting": csv.QUOTE_ALL}, {"lineterminator": None}, {"lineterminator": 5}, {"delimiter": "\n"}, {"delimiter": '"'},
    {"quotechar": " ", "skipinitialspace": True}, {"delimiter": ",", "lineterminator": ","}, {"escapechar": '"'}, {"dialect": "none"},
):
    show(options, read, [], **options)
csv.register_dialect("mine", delimiter="|", quoting=csv.QUOTE_ALL)
print(csv.list_dialects(), csv.get_dialect("mine").delimiter, read(["a|b"], dialect="mine"), write(["a", "b"], dialect="mine", delimiter="/"))
csv.unregister_dialect("mine")
show("unknown", csv.get_dialect, "mine")
show("unknown", csv.unregister_dialect, "mine")
show("name", csv.register_dialect, 5)


class Piped(csv.Dialect):
    delimiter = "|"
    lineterminator = "\n"
    quotechar = "'"
    quoting = csv.QUOTE_MINIMAL


print("write([\"a|b\", \"c\"], dialect=Piped) =", write(["a|b", "c"], dialect=Piped))
print("write([\"a|b\", \"c\"], dialect=Piped()) =", write(["a|b", "c"], dialect=Piped()))
reader = csv.reader(["a,b", '"c', 'd",e'])
print([name for name in ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")])
print("[getattr(reader.dialect, name) for name in (\"delimiter\", ... =", [getattr(reader.dialect, name) for name in ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")])
for row in reader:
    print("reader.line_num, row =", reader.line_num, row)
print("csv.field_size_limit() =", csv.field_size_limit())
print("csv.field_size_limit(5) =", csv.field_size_limit(5))
print("csv.field_size_limit() =", csv.field_size_limit())
show("limit", read, ["abcdef,a"])
show("limit", read, ['"ab\ncdef",a'])
csv.field_size_limit(131072)
print("list(csv.DictReader(io.StringIO(\"a,b\\n1,2\\n3\\n4,5,6\\n\"))) =", list(csv.DictReader(io.StringIO("a,b\n1,2\n3\n4,5,6\n"))))
out = io.StringIO()
writer = csv.DictWriter(out, ["a", "b"])
writer.writeheader()
writer.writerows([{"a": 1, "b": 2}, {"a": "x,y"}])
print("repr(out.getvalue()) =", repr(out.getvalue()))
source = random.Random(7)
for i in range(60):
    rows = [["".join(source.choice("ab,\" \n\r'\\") for _ in range(source.randrange(6))) for _ in range(source.randrange(1, 5))] for _ in range(3)]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    back = read(io.StringIO(out.getvalue(), newline=""))
    print("i =", i)
    print("repr(out.getvalue()) =", repr(out.getvalue()))
    print("back == rows =", back == rows)

# The attributes of SyntaxErrors: where the fault begins and ends, and the line that is shown.

FAULTS = [
    # The tokenizer: it ends where it begins, in a line without its newline.
    "'abc", '"""abc', "1_", "0b2", "0777", "x = ¬", "f'}'", ")", "(1, 2}", "f'{a",
    # Indentation.
    "  x=1", "if 1:\n    a\n  b", "if 1:\n\tx\n        y", "if 1:\npass", "if x:\n",
    # The end of a line or of the text.
    "1 +", "if x\n  y", "class A", "import a, ", "from x import a,", "lambda x: ", "@x", "x \\", "x \\ y\n",
    # Brackets that stay open.
    "x = (1", "f(1\nx = 2", "x = [1,\n2\n\nfor y in x: pass",
    # Parts of a line.
    "a = {1:2, 3}", "def f[](): pass", "(a()) = 1", "(yield) = 1", "print x", "f(a b)",
    "lambda x=: 1", "lambda x=, y: 1", "f(\n  a\n  b)",
    # The compiler: nothing tells it the line.
    "return", "def f():\n  x=1\n  global x", "break", "f(a=1, a=2)", "from __future__ import nope",
    "async def f(): yield from x", "match x:\n case y: pass\n case z: pass",
    "a\0b",
]


def show(mode, text):
    try:
        compile(text, "<text>", mode)
    except SyntaxError as e:
        where = (e.lineno, e.offset, e.end_lineno, e.end_offset)
        print(mode, repr(text), type(e).__name__, e.msg, where, repr(e.text), sep=" | ")
    else:
        print(mode, repr(text), "compiles", sep=" | ")


for fault in FAULTS:
    show("exec", fault)

# A single expression: nothing else can follow it, and no newline ends it.
for fault in ["x = 1", "a if b", "a = 1 if b", "f(a b)", "f(a b) = 1", "1 +", "lambda", "(1", "f() += 1", "x: int",
              "x = {1:}", "print x", "a b", "x\ny", "x +\n"]:
    show("eval", fault)

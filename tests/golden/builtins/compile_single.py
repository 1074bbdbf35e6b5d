# `compile` of single statements, and what `codeop` makes of lines.
import codeop


def shown(text, mode):
    try:
        compile(text, "<text>", mode)
        return "ok"
    except SyntaxError as error:
        return type(error).__name__, error.msg, error.lineno, error.offset


for text in ("1", "1\n", "x\ny", "x;y", "x\n\n\ny", "x # c", "x\n# c\n", "x # c\ny\n", "if x: pass\ny", "if x:\n y",
             "for x in y: pass", "for x in y: pass\n", "if x: pass\nelse: pass", "def f():\n  pass\n\n", "class C: pass\n",
             "\n", "# c", "  \n", "def f(): pass\nf()\n"):
    print(repr(text), shown(text, "single"))

for text in ("", "x\ny", "if x:\n y", "for x in y: pass", "x = 1", "x = (1,\n", "'''a", "def f(:", "1 2", "if x:\n y\n"):
    for mode in ("exec", "single", "eval"):
        try:
            result = type(codeop.compile_command(text, "<text>", mode)).__name__
        except SyntaxError as error:
            result = type(error).__name__, error.msg
        if (text, mode) != ("x = (1,\n", "eval"):
            print(repr(text), mode, result)

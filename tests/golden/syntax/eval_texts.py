"""Texts for `compile(…, "eval")`: blank lines, indentation, soft keywords, stars."""

TEXTS = ["match", "\n 1", "1\n", " 1 +\\\n 2", "type", "case", "_", "match (1)", "match [1]", "(\n1)", "1;2",
         "x=1", "#c", "1 #c", "match.x", "type(1)", "match: int", "1\\\n", "1 if 1 else\\\n 2", "[\n\n1]", "{",
         ")", "match 1", "*a", "a,*b", "(*a,)", "a, b,", "yield", "a:=1", "(a:=1)", "match if 1 else 2",
         "type or 1", "match\n", "case 1:", "1\n2", "  \n1", "\n\n# c\n1 + 1\n\n", "1\n  2", "(1\n  +2)"]
NAMES = {"match": 1, "type": int, "case": 2, "_": 3}
for text in TEXTS:
    for work in (lambda: compile(text, "<e>", "eval") and "compiled", lambda: eval(text, dict(NAMES))):
        try:
            print(repr(text), "->", work())
        except SyntaxError as error:
            print(repr(text), type(error).__name__, error.msg, error.lineno, error.offset)
        except Exception as error:
            print(repr(text), type(error).__name__, error)

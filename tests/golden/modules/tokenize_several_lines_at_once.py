"""A readline that returns several lines at once: each result counts as one line."""
import io
import tokenize


def show(label, parts):
    print(label)
    parts = iter(parts)
    try:
        for token in tokenize.generate_tokens(lambda: next(parts, "")):
            print(" ", tokenize.tok_name[token.type], repr(token.string), token.start, token.end, repr(token.line))
    except tokenize.TokenError as error:
        print(" ", error.args)


show("two and four", ["x = 1\ny = 2\n", "\n\ndef f(a):\n", "    return a\n"])
show("strings and brackets", ['s = """a\n', "b\n\n", 'c""" + (\n1,\n', "2)\n"])
show("not ASCII", ["é = 'ü'\nß = é\n", "é\n"])
show("no end of line", ["x = 1\n", "if x:\n    y\n", "z"])
show("a comment and a continued line", ["# c\nx = \\\n", "1\n"])
show("one string", ["for a in b:\n  c\nd\n"])

source = b"# coding: latin-1\nx = '\xe9'\n"
tokens = tokenize.tokenize(iter([source[:18], source[18:]]).__next__)
print("bytes:", [(token.string, token.start) for token in tokens])
print("a file:", [token.start for token in tokenize.generate_tokens(io.StringIO("a\n\nb").readline)])

"""`tokenize`: every kind of token with its place and line, errors, encodings, and back to text."""
import io
import linecache
import os
import token
import tokenize


def tokens(text):
    return tokenize.generate_tokens(io.StringIO(text).readline)


def show(text):
    print("==", repr(text))
    try:
        for t in tokens(text):
            print(f"{tokenize.tok_name[t.type]:15}{t.string!r:20}{t.start}-{t.end} {t.line!r}")
        print("back", tokenize.untokenize(tokens(text)) == text)
    except (tokenize.TokenError, SyntaxError) as error:
        print(type(error).__name__, error.args)


for text in [
    "a = $b ? ! `x`\n", "x = 1", "# only", "", "\n", "\n\n  \n", "a;b\n", "x=1 # hi\n#there",
    "if x:\n    y\n  # c\n\n# d\nz", "(\n1,  # c\n\n2)\n", "a \\\n b\n", "if x:\n  y\n\\\n\n", "a\r\nb\r\n", "\x0c a\n",
    "x = '''a\nb''' + c\n", "'\\\n'\n", "x = 'a' 'b'\n", "async def f(): await x\n", "1if 2else 3\n",
    "def f():\n    pass\n    ", "def f():\n    pass\n    # c", "def f(a, *, b): return {1: (2, [3])}\n",
    "é = ñ\n", "x\u00a0y\n", "€\n", "0777 0x_f 1_0.5e-3j .5\n", ")", "(]",
    "f'a{{b}}c{x!r:>{w}}d' + 1\n", "f'''a\nb{x\n+1}c\n{{d'''\n", "f'{x:=5}' f'{a!=b}' f'{a=}'\n",
    "f'\\N{DASH} {{ {x}'\n", "rf'\\{x}'\n", "if 1:\n\tx = f'{a}' f'b'\n", "f'''\n{a\n!r}\n'''\n",
    "a := b -> c ... ** // << >> <= >= == != += -= *= /= //= %= @= &= |= ^= >>= <<= **= ~ @\n",
    # Errors
    "(1,\n", "'abc\n", "'''abc\n", "é'\n", "a \\ b\n", "y\nx \\a", "(\n\\b\n", "a \\", "\\\n", "1__0\n", "0b2\n", "x = 0xg\n",
    "if x:\n\ty\n        z\n", "if x:\n    y\n  z\n", "a\n   b\n c\n", "f'{x", "f'{x}", "f'''{\n", "f'}'", "a\x01b\n",
]:
    show(text)

print("exact", [token.tok_name[t.exact_type] for t in tokens("a += (b, c)\n")])
print("short", repr(tokenize.untokenize([(1, "a"), (token.OP, "="), (2, "1"), (4, "\n")])))


def encoded(data):
    try:
        print([(t.type, t.string, t.start, t.end) for t in tokenize.tokenize(io.BytesIO(data).readline)])
    except (SyntaxError, tokenize.TokenError) as error:
        print(type(error).__name__, error.args)


for data in (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "\ufeffx = 'é'\n".encode(), b"x = '\xe9'\n", b"# coding: nope\n", b""):
    encoded(data)
for bad in (lambda: 3, lambda: b"x"):
    try:
        print(list(tokenize.generate_tokens(bad)))
    except TypeError as error:
        print(error)
print("lines end", [t.string for t in tokenize.generate_tokens(iter(["a\n", "b"]).__next__)])

# The whole of a file, there and back.
with tokenize.open(__file__) as file:
    source = file.read()
print("whole file", file.encoding, tokenize.untokenize(tokens(source)).split() == source.split())

# linecache
here = os.path.basename(__file__)
print(linecache.getline(here, 1), linecache.getline(here, 10 ** 6) == "", linecache.getlines("no such file"))
print("cached", sorted(linecache.cache) == [here], linecache.checkcache(here))


class Loader:
    def get_source(self, name):
        return f"one {name}\ntwo"


names = {"__name__": "made", "__loader__": Loader()}
print("lazy", linecache.lazycache("made.py", names), linecache.lazycache("<made>", names), linecache.lazycache("other.py", None))
print(linecache.getlines("made.py"), linecache.lazycache("made.py", names))
linecache.clearcache()
print(linecache.cache)

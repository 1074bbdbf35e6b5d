"""Syntax that is newer than the version asked for."""
import ast

TEXTS = [
    "[x async for x in y]", "async def f():\n  return 1", "async def f():\n  async for x in y: pass",
    "async def f():\n  async with x: pass", "async def f():\n  await x", "x: int = 1", "x.y: int", "(x): int",
    "def f():\n  x: int", "class C:\n  x: int = 1_0\n", "a @ b", "a @= b", "(a := 1)", "f(a:=1)", "if (n := 10): pass",
    "def f(a, /): pass", "def f(a, b=1, /, *, c): pass", "lambda a, /: 0", "with (a as b, c as d): pass",
    "match x:\n case 1: pass", "try: pass\nexcept* E: pass", "try: pass\nexcept E: pass", "def f[T](): pass", "class C[T: int]: pass",
    "type X = int", "type X[T] = T", "def f[T=int](): pass", "class C[*Ts=int]: pass", "1_000", "1.0_0", "1_0j", "0x_f",
    "'1_0'", "a_b", "f'{x}'", "f'{1_0}'", "x[*a]", "x = 1_0\ny: int = 5", "1_0 + (x := 2)",
]
for text in TEXTS:
    last = None
    for version in range(3, 14):
        try:
            ast.parse(text, feature_version=(3, version))
        except SyntaxError as error:
            shown = f"{error.msg} at {error.lineno}:{error.offset}"
        else:
            shown = "fine"
        if shown != last:
            print(repr(text), version, shown)
            last = shown
ast.parse("x: int", feature_version=6)
try:
    ast.parse("x: int", feature_version=5)
except SyntaxError as error:
    print(error.msg)
try:
    ast.parse("x", feature_version=(2, 7))
except ValueError as error:
    print(error)
# Code is always of this version.
print(eval(compile("(x := 1_0)", "t", "eval", _feature_version=3)))

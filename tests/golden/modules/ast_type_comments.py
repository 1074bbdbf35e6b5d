"""Type comments in trees: where they belong, and the errors of those that belong nowhere."""
import ast

TEXTS = [
    "x = 1  # type: int",
    "x = y = (1)  #type:int",
    "x = 1; y = 2  # type: str",
    "if x: y = 2  # type: str",
    "for i in x:  # type: int\n  pass\nelse:\n  pass",
    "async def f():\n  async for i in x:  # type: int\n    pass\n  async with x as y:  # type: str\n    pass",
    "with a as b, c as d:  # type: A, B\n  pass",
    "with (a as b, c as d):  # type: A, B\n  pass",
    "def f(a, b):\n  # a remark\n\n  # type: (int, str) -> None\n  pass",
    "def f(a, b):  # type: (int, str) -> None\n  pass",
    "@d\nasync def f():\n  # type: () -> int\n  pass",
    "class C:\n  def f(self):\n    # type: () -> été\n    x = 1  # type: ignore\n    y = 2  # type: ignore[tag]  # more\n",
    "def f(\n  a,  # type: A\n  b=lambda x, y: 0,  # type: B\n  /,\n  c: int = 1,  # type: C\n  *args,  # type: D\n  k=(1,\n  2),  # type: E\n  **kw  # type: F\n):\n  pass",
    "def f[T: (int, str)](a,  # type: A\n  b  # type: B\n  ) -> int: pass",
    "# type: ignore\nx = 1 # type: ignore@no\ny = 2  # type: ignored\nz = 3  # type: ignore5",
    "x = '# type: int'\ny = f'{x}  # type: str'",
    # Nowhere.
    "# type: int\nx = 1",
    "x = 1;  # type: int",
    "x: int = 1  # type: int",
    "x += 1  # type: int",
    "pass  # type: int",
    "if x:  # type: int\n  pass",
    "class C:  # type: int\n  pass",
    "x = [  # type: int\n 1]",
    "f(a,  # type: int\n b)",
    "def f(*,  # type: int\n b): pass",
    "def f(a, /,  # type: int\n b): pass",
    "def f(a  # type: int\n , b): pass",
    "def f():  # type: () -> int\n  # type: () -> str\n  pass",
    "(lambda a,  # type: int\n  b: 0)",
    "for x in y:\n  # type: int\n  pass",
    "def f(a) -> (b,  # type: int\n  c): pass",
    "x = f'''{\n1  # type: int\n}'''",
]
for text in TEXTS:
    ast.parse(text)
    try:
        tree = ast.parse(text, type_comments=True)
    except SyntaxError as error:
        told = error.msg if "type comment" in error.msg else "SyntaxError"
        print(repr(text), "->", told, error.lineno)
        continue
    found = [
        (type(node).__name__, node.lineno, node.type_comment)
        for node in ast.walk(tree)
        if getattr(node, "type_comment", None) is not None
    ]
    print(repr(text), "->", found, [(one.lineno, one.tag) for one in tree.type_ignores])

TYPES = ["() -> int", "(int, List[str]) -> None", "(int, *str, **Any) -> float", "(**Any) -> float", "(*a) -> b", "(a) -> b\n\n",
         "int", "(int, *a, b) -> c", "(**a, *b) -> c", "(a,) -> b", "() -> a, b", "(a) ->"]
for text in TYPES:
    try:
        tree = ast.parse(text, mode="func_type")
    except SyntaxError:
        print(repr(text), "-> SyntaxError")
    else:
        print(repr(text), "->", ast.unparse(tree), ast.dump(tree))
for mode, flags in [("func_type", 0), ("other", 0), ("other", ast.PyCF_ONLY_AST)]:
    try:
        compile("() -> int", "t", mode, flags)
    except ValueError as error:
        print(mode, flags, error)
print(ast.unparse(ast.parse(TEXTS[4], type_comments=True)))
print(ast.unparse(ast.parse(TEXTS[8], type_comments=True)))

# A carriage return ends a line, as a line feed and both do.
import ast
import io
import tokenize
import traceback

MIXED = "x = 1\ry = 2\r\nz = '''a\rb'''\n"
BLOCK = "def g():\r  pass\r"

for text in (MIXED, BLOCK):
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            print(type(node).__name__, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
    print("last statement", repr(ast.get_source_segment(text, tree.body[-1])))

names = {}
exec(MIXED, names)
print("values", names["x"], names["y"], repr(names["z"]))

try:
    compile("a = 1\rb = = 2\r", "page", "exec")
except SyntaxError as error:
    print("error", error.lineno, error.offset, repr(error.text))

try:
    exec(compile("a = 1\rdef f():\r    1 / 0\rf()\r", "page", "exec"), {})
except ZeroDivisionError as error:
    print("lines", [frame.lineno for frame in traceback.extract_tb(error.__traceback__)][1:])

print("tokens", [token.start for token in tokenize.generate_tokens(io.StringIO("a\nb\r\nc\n").readline)])

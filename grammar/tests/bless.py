"""Writes what CPython 3.13 says of the test data: run with it after changing the data.

errors.txt: sources, each followed by a line "--> KIND LINE:COLUMN MESSAGE".
syntax.py: its tree goes to syntax.ast.
"""

import ast
import pathlib
import sys
import warnings

assert sys.version_info[:2] == (3, 13)
warnings.simplefilter("ignore")
data = pathlib.Path(__file__).parent / "data"


def verdict(source):
    try:
        ast.parse(source)
        return "ok"
    except SyntaxError as error:
        return f"{type(error).__name__} {error.lineno}:{error.offset} {error.msg}"


lines, source = [], []
for line in (data / "errors.txt").read_text().splitlines(keepends=True):
    if line.startswith("-->"):
        line = f"--> {verdict("".join(source))}\n"
        source = []
    elif source or line.strip():
        source.append(line)
    lines.append(line)
(data / "errors.txt").write_text("".join(lines))

tree = ast.parse((data / "syntax.py").read_text())
for node in ast.walk(tree):
    if isinstance(node, ast.Constant):
        node.kind = None
text = ast.dump(tree, indent=2) + "\n"
(data / "syntax.ast").write_text(text)

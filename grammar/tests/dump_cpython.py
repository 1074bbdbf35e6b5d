"""Writes what CPython makes of source files, for lib_parity.rs to compare.

Reads paths from standard input, one a line. Writes for each "ok LENGTH" and the dump of its tree
with positions, or "error". With the argument "accept", the dump is left out.

A tree's dump is that of ast.dump(tree, indent=2, include_attributes=True) less what Hob's tree
does not hold: the `u` of strings, the positions of an f-string's texts and specifications, and
whether a semicolon or parenthesis follows what a block or parameter ends with.
"""

import ast
import sys
import warnings


def without(node, *names):
    for name in names:
        if hasattr(node, name):
            delattr(node, name)


POSITION = "lineno", "col_offset", "end_lineno", "end_col_offset"


def simplify(tree):
    for node in reversed(list(ast.walk(tree))):
        blocks = [getattr(node, name, None) for name in ("finalbody", "orelse", "handlers", "body")]
        block = next((block for block in blocks if block and isinstance(block, list)), None)
        if isinstance(node, ast.Match):
            block = node.cases[-1].body
        if block and hasattr(node, "end_lineno"):
            node.end_lineno = block[-1].end_lineno
            node.end_col_offset = block[-1].end_col_offset
        match node:
            case ast.Constant():
                node.kind = None
            case ast.JoinedStr(values=values):
                for value in values:
                    if isinstance(value, ast.Constant):
                        without(value, *POSITION)
            case ast.FormattedValue(format_spec=ast.JoinedStr() as spec):
                without(spec, *POSITION)
            case ast.arg(annotation=ast.AST() as annotation):
                node.end_lineno = annotation.end_lineno
                node.end_col_offset = annotation.end_col_offset


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(100_000)
    for line in sys.stdin:
        with open(line.rstrip("\n"), "rb") as file:
            source = file.read()
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            sys.stdout.buffer.write(b"error\n")
            continue
        dump = ""
        if "accept" not in sys.argv:
            simplify(tree)
            dump = ast.dump(tree, indent=2, include_attributes=True) + "\n"
        data = dump.encode("utf-8", "surrogatepass")
        sys.stdout.buffer.write(b"ok %d\n" % len(data) + data)


main()

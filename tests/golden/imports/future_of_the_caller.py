"""Features of `__future__` that `exec`, `eval` and `compile` take over from the code that calls them."""
from __future__ import annotations

import __future__
import ast

FLAG = __future__.annotations.compiler_flag
TEXT = "def f(a: Missing) -> 1: pass\nx: Missing = 1"


def annotations(code, given=None):
    namespace = dict(given or {})
    exec(code, namespace)
    return namespace["f"].__annotations__, namespace["__annotations__"]


print("exec", annotations(TEXT))
print("compile", annotations(compile(TEXT, "text", "exec")))
print("tree", annotations(compile(ast.parse(TEXT), "tree", "exec")))
print("flag of code", compile(TEXT, "text", "exec").co_flags & FLAG == FLAG, annotations.__code__.co_flags & FLAG == FLAG)
print("lambda", eval("(lambda: 0).__code__.co_flags") & FLAG == FLAG)
for name, options in [("not inherited", {"dont_inherit": True}), ("by flag", {"flags": FLAG, "dont_inherit": True})]:
    try:
        code = compile(TEXT, "text", "exec", **options)
        # A text that exec gets as code keeps the features with which it was compiled.
        print(name, annotations(code), code.co_flags & FLAG == FLAG)
    except NameError as error:
        print(name, error)
namespace = {"Missing": int}
inner = compile("exec('def f(a: Missing): pass\\nx: Missing')", "text", "exec", dont_inherit=True)
print("of the inner code", annotations(inner, namespace))

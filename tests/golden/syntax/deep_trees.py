"""Long chains of operators, attributes and calls compile up to CPython's depth of nearly 10,000."""

import ast

N = 9_900
CHAINS = {
    "sum": "+".join(["a"] * N),
    "attributes": "a" + ".real" * N,
    "subscripts": "[a]" + "[0:]" * N,
    "minus": "-" * 5_900 + "a",
    "and": " and ".join(["a"] * N),
    "comparison": "<=".join(["a"] * N),
}
for name, text in CHAINS.items():
    value = eval(text, {"a": 1})
    print(f"{name}:", value)

print("elif:", end=" ")
exec("if a == 0: pass\n" + "elif a == 0: pass\n" * 5_900 + "else: print('the last branch')", {"a": 1})

try:
    compile("+".join(["a"] * 200_000), "<text>", "eval")
except RecursionError as error:
    print("too deep:", type(error).__name__)

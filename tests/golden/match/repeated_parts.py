# Names, keys and attributes that a pattern has twice.
for pattern in (
    "[a, a]",
    "[a, *a]",
    "{'k': a, **a}",
    "A(a, x=a)",
    "A(x=1, x=2)",
    "{'k': 1, 'k': 2}",
    "{1: a, 1.0: b}",
    "{0: a, False: b}",
    "{-0.0: a, 0: b}",
    "{1: a, 1.5: b, True: c}",
    "{1: a, 2.0: b, 3: c}",
    "{None: a, 'None': b}",
    "[a, b] | [b, a]",
    "[a] | [b]",
):
    try:
        compile(f"match x:\n case {pattern}: pass", "source", "exec")
    except SyntaxError as error:
        print(pattern, "->", error)
    else:
        print(pattern, "-> compiled")

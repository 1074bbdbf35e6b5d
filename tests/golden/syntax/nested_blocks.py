# CPython compiles at most 21 blocks inside blocks. What counts as a block, and how often?


def nested(opening, closing, depth, head=""):
    """Statements inside each other: the lines that open each of them, and those that close it."""
    lines = [head] if head else []
    first = len(lines)
    for level in range(first, first + depth):
        lines += [" " * level + line for line in opening]
    lines.append(" " * (first + depth) + "pass")
    for level in reversed(range(first, first + depth)):
        lines += [" " * level + line for line in closing]
    return "\n".join(lines) + "\n"


def limit(source):
    """The first depth at which a source does not compile, and the error."""
    for depth in range(1, 40):
        try:
            compile(source(depth), "nested.py", "exec")
        except SyntaxError as error:
            place = error.lineno, error.offset, error.end_lineno, error.end_offset
            return depth, error.msg, place
    return None


STATEMENTS = {
    "for": (["for x in y:"], []),
    "while": (["while x:"], []),
    "while that never runs": (["while 0:"], []),
    "if": (["if x:"], []),
    "with": (["with x:"], []),
    "with as": (["with x as y:"], []),
    "else of for": (["for x in y: pass", "else:"], []),
    "try of except": (["try:"], ["except: pass"]),
    "else of try": (["try: pass", "except: pass", "else:"], []),
    "except": (["try: pass", "except E:"], []),
    "except as": (["try: pass", "except E as e:"], []),
    "except*": (["try: pass", "except* E:"], []),
    "try of except*": (["try:"], ["except* E: pass"]),
    "try of finally": (["try:"], ["finally: pass"]),
    "try of both": (["try:"], ["except: pass", "finally: pass"]),
    "except with finally": (["try: pass", "except:"], ["finally: pass"]),
}
for name, (opening, closing) in STATEMENTS.items():
    print(name, limit(lambda depth: nested(opening, closing, depth)))
for head in ["def f():", "async def f():", "class C:"]:
    for name in ["for", "with", "except as"]:
        opening, closing = STATEMENTS[name]
        print(head, name, limit(lambda depth: nested(opening, closing, depth, head)))
print("generator", limit(lambda depth: nested(["for x in y:"], [], depth, "def f():") + " yield\n"))
print("items", limit(lambda depth: f"with {', '.join(['a'] * depth)}: pass\n"))
print("targets", limit(lambda depth: f"with {', '.join(['a as b'] * depth)}: pass\n"))
print("comprehension", limit(lambda depth: f"[1{' for x in y' * depth}]\n"))
asynchronous = "async def f():\n return [1{}]\n"
print("async", limit(lambda depth: asynchronous.format(" async for x in y" * depth)))

print("--- keys of patterns that are equal ---")
for keys in [
    "0: _, 0j: _",
    "0: _, 0.0: _",
    "0: _, False: _",
    "1: _, 1j: _",
    "1: _, 1 + 0j: _",
    "-0: _, 0j: _",
    "1 + 2j: _, 1 - 2j: _",
    "1 + 2j: _, 1.0 + 2j: _",
    "0 + 2j: _, 2j: _",
    "-1.5 - 2j: _, -1.5 - 2j: _",
]:
    try:
        compile(f"match x:\n case {{{keys}}}: pass\n", "keys.py", "exec")
        print(keys, "compile")
    except SyntaxError as error:
        print(keys, error.msg)
print("--- a clause whose bracket stays open ---")
for source in ["match y:\n case e(e=v,v,", "match y:\n case [a,\n", "match (y,\n"]:
    try:
        compile(source, "open.py", "exec")
    except SyntaxError as error:
        print(repr(source), error.msg, error.lineno, error.offset)

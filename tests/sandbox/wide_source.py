# limits: time=20000ms heap=256M
# ends: normally
# prints: 8 compiled or refused
# Many names at one place: none takes time that grows with the square of their number, and more
# registers than there are are refused.
names = [f"a{i}" for i in range(20_000)]
sources = [
    "f(" + ",".join(name + "=1" for name in names) + ")",
    "match x:\n case A(" + ",".join(name + "=1" for name in names) + "): pass",
    "match x:\n case {" + ",".join(f"'{name}': 1" for name in names) + "}: pass",
    "match x:\n case [" + ",".join(names) + "]: pass",
    "match x:\n case [" + "_," * 70_000 + "]: pass",
    "@a\n" * 70_000 + "def f(): pass",
    "with " + ",".join(["a"] * 10_000) + ": pass",
    "type A[" + ",".join(names) + "] = int",
]
count = 0
for source in sources:
    try:
        compile(source, "source", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        pass
    count += 1
print(count, "compiled or refused")

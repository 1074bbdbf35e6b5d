# prints: all well
for text in ["(" * 100_000, "[" * 5000 + "]" * 5000, "-" * 100_000 + "1", "lambda: " * 5000 + "1", "if 1:\n" * 200, "x" + ".a" * 50_000, "1" + "+1" * 50_000, "not " * 50_000 + "1"]:
    try:
        compile(text, "x", "eval")
    except (SyntaxError, RecursionError, MemoryError):
        pass
print("all well")

from pathlib import Path

print(Path("a") + "b")

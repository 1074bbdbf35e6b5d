from pathlib import Path

for line in Path("notes.txt"):
    print(line)

"""Positions and counts that no size reaches are refused, others are brought into the subject."""
import json
import re
import sys

pattern = re.compile("x")
for name in ("match", "search", "fullmatch", "findall", "finditer", "scanner"):
    for positions in ((sys.maxsize + 1,), (-sys.maxsize - 2,), (0, sys.maxsize + 1), (sys.maxsize,), (-5, 10)):
        try:
            outcome = getattr(pattern, name)("xxx", *positions) is not None and "done"
        except OverflowError as error:
            outcome = f"OverflowError: {error}"
        print(name, positions, outcome)

for name, work in {
    "split": lambda: pattern.split("xaxb", 1 << 70),
    "sub": lambda: pattern.sub("y", "xxx", 1 << 70),
    "subn": lambda: pattern.subn("y", "xxx", sys.maxsize),
    "raw_decode": lambda: json.JSONDecoder().raw_decode("[1]", 1 << 63),
}.items():
    try:
        print(name, work())
    except OverflowError as error:
        print(f"{name} OverflowError: {error}")

# clock: real
"""The exit status for codes of all kinds: members of enums, large ints, other objects."""

import subprocess
import sys

SETUP = """
import enum, sys
class Number(int): pass
class Code(enum.IntEnum):
    GOOD = 0
    BAD = 3
class Flags(enum.IntFlag):
    A = 4
    B = 8
class Index:
    def __index__(self): return 5
    def __str__(self): return "an index"
"""
for code in ("Code.GOOD", "Code.BAD", "Number(0)", "Number(7)", "Number(-2)", "Flags.A | Flags.B", "Number(2**70)",
             "2**70", "-2**70", "2**40 + 9", "True", "Index()", "3.0", "()", "''", "'text'", "Code"):
    for way in ("sys.exit({})", "raise SystemExit({})"):
        program = SETUP + way.format(code)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        # CPython also reports that it cannot convert a large int.
        print(way.format(code), "=", done.returncode, repr(done.stderr) if "2**70" not in code else "")

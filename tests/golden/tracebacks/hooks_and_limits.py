"""Hooks that are gone, limits of any size, and errors of modules' parts that are not to be seen."""

import os
import subprocess
import sys
import traceback


def run(text):
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True)
    print(done.returncode, done.stdout, done.stderr)


for limit in ["-1 << 1000", "1 << 1000", "1"]:
    run(f"import sys\nsys.tracebacklimit = {limit}\ndef f(): 1/0\nf()")
run("import sys\ndel sys.stdout\nsys.displayhook(42)")
run("import sys\nsys.stdout = None\nsys.displayhook(42)")
run("import sys\ndel sys.excepthook\n1/0")
run("raise SyntaxError('message', (b'bytes', 1, 0, 'text'))")
run("import sys\nclass A:\n def __del__(self): print('at the end', sys.is_finalizing())\na = A()\nprint(sys.is_finalizing())")
try:
    os.getcw
except AttributeError as error:
    print(len(traceback.extract_tb(error.__traceback__)), error)


def variables():
    x, y = 1, [2]
    names = sys._getframe().f_locals
    names["z"] = names
    print(repr(names).count("..."), locals()["z"] is names, reversed(names)[0])
    print(type(names)(sys._getframe())["x"])
    try:
        type(names)(5)
    except TypeError as error:
        print(error)
    return traceback.StackSummary.extract(traceback.walk_stack(None), limit=1)[0].name


print(variables())

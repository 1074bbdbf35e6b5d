"""A program that is started without standard streams finds None in their place."""

import os
import subprocess
import sys
import tempfile

SHOW = """
import os, sys
with open(sys.argv[1], "w") as report:
    for name in ["stdin", "stdout", "stderr"]:
        kinds = [type(getattr(sys, n)).__name__ for n in (name, f"__{name}__")]
        print(name, *kinds, file=report)
    print("to nowhere")
    try:
        input()
    except (RuntimeError, EOFError) as error:
        print("input:", type(error).__name__, error, file=report)
"""

FAIL = """
import sys
file = open(sys.argv[1], "w")
print("printed")
file.write("written\\n")
file.flush()
raise SystemExit if len(sys.argv) > 2 else ValueError("nobody sees this")
"""


def run(code, redirections):
    with tempfile.TemporaryDirectory() as folder:
        script, report = os.path.join(folder, "program.py"), os.path.join(folder, "report")
        with open(script, "w") as file:
            file.write(code)
        command = f'"$0" "$1" "$2" {redirections}'
        done = subprocess.run(
            ["sh", "-c", command, sys.executable, script, report],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        with open(report) as file:
            return done.returncode, file.read().splitlines(), done.stdout


for redirections in ["", "<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"]:
    status, lines, output = run(SHOW, redirections)
    print(f"started with {redirections!r}: status {status}, output {output}")
    for line in lines:
        print("   ", line)

# What the interpreter shows at the end does not get into a file that has a stream's number.
for redirections in [">&-", "2>&-", "<&- >&- 2>&-"]:
    status, lines, output = run(FAIL, redirections)
    print(f"fails with {redirections!r}: status {status}, file {lines}, output {output}")

# clock: real
# `python -m cProfile`, `-m profile` and `-m pstats`.

import pathlib
import pstats
import subprocess
import sys
import tempfile

PROGRAM = """
import sys

def work(n):
    return n if n < 2 else work(n - 1) + work(n - 2)

print(__name__, sys.argv[1:], work(8))
"""

with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "program.py").write_text(PROGRAM)

    def run(*arguments, **more):
        done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, **more)
        return done.returncode, done.stdout

    def show(name, status, text):
        lines = [line.strip() for line in text.splitlines() if "program" in line or "ncalls" in line or "[" in line and "{" not in line]
        # The times, and the file's folder.
        lines = [line.split()[0] + " … " + line.rpartition("/")[2].split()[-1] if "program.py:" in line else line for line in lines]
        print(f"{name}:", status, *lines, sep="\n  ")

    show("cProfile", *run("cProfile", "-s", "ncalls", "program.py", "a", "b"))
    status, text = run("profile", "program.py")
    print("profile:", status, text.splitlines()[0])
    show("module", *run("cProfile", "-m", "program", "c"))
    show("kept", *run("cProfile", "-o", "kept.prof", "program.py"))
    stats = pstats.Stats(f"{folder}/kept.prof").stats
    print("kept:", [counts[:2] for (file, _, function), counts in stats.items() if function == "work"])
    show("pstats", *run("pstats", "kept.prof", input="sort calls\nstats work\nquit\n"))
    print("nothing:", run("cProfile")[0])

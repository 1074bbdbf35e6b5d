# What a module that runs as the program knows of itself, and why others do not run.
import pathlib
import subprocess
import sys
import tempfile

SHOWN = """
import sys
spec = __spec__
print(__name__, repr(__package__), spec and spec.name, type(__loader__).__name__ if spec else "", spec and spec.loader is __loader__,
      len(sys.argv), __file__.endswith(sys.argv[0][-9:]))
"""

with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder)
    for name in ("plain.py", "package/__init__.py", "package/__main__.py", "package/part.py", "package/inner/__init__.py",
                 "folder/__main__.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("" if name.endswith("__init__.py") else SHOWN)
    (root / "eager").mkdir()
    (root / "eager/__init__.py").write_text("from . import part")
    (root / "eager/part.py").write_text("print(__name__)")
    (root / "broken").mkdir()
    (root / "broken/__init__.py").write_text("import absent_module")

    def run(*arguments):
        done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True)
        error = done.stderr.strip().splitlines()[-1:]
        return done.returncode, done.stdout.strip(), error[0].partition(": ")[2] if error else ""

    for arguments in (
        ["-m", "plain"], ["-m", "plain", "a", "b"], ["-m", "package"], ["-m", "package.part"], ["folder"],
        ["-m", "absent"], ["-m", "package.absent"], ["-m", "absent.part"], ["-m", "plain.part"], ["-m", "plain.py"],
        ["-m", "package.inner"], ["-m", "package.inner.absent"], ["-m", "math"], ["-m", "sys"], ["-m", "broken.part"],
        ["-m", "eager.part"], ["-W", "ignore", "-m", "eager.part"], ["-m", ".plain"], ["-m", "package/part"],
    ):
        if arguments[1:] == ["plain.py"]:
            # It has run once when it turns out to be none.
            status, _, error = run(*arguments)
            print(arguments, status, error)
        else:
            print(arguments, *run(*arguments))

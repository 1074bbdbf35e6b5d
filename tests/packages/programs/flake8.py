"""Checks by pyflakes, pycodestyle, flake8, formats by isort and yapf, changes by rope."""
import contextlib
import io
import pathlib
import flake8.main.cli
import isort
import pycodestyle
import pyflakes.api
import pyflakes.reporter
import rope.base.project
from rope.refactor.rename import Rename
from yapf.yapflib.yapf_api import FormatCode

text = '''import sys, os
from typing import List
import asyncio
def f( a,b = 1 ):
    x = 1
    if a == None: return undefined
    return f"{a!r:>{b}}" % b


async def g():
    await asyncio.sleep(1)
    return lambda : 0
    print("never")
class A: pass
'''
pathlib.Path("bad.py").write_text(text)
out = io.StringIO()
print(pyflakes.api.check(text, "bad.py", pyflakes.reporter.Reporter(out, out)), out.getvalue())
out = io.StringIO()
with contextlib.redirect_stdout(out):
    report = pycodestyle.StyleGuide(quiet=False).check_files(["bad.py"])
print(out.getvalue(), report.total_errors)
print(flake8.main.cli.main(["--jobs=1", "--max-complexity=1", "--output-file=found.txt", "bad.py"]))
print(pathlib.Path("found.txt").read_text())
print(isort.code(text))
print(FormatCode(text, style_config="pep8")[0])
project = rope.base.project.Project(".", ropefolder=None)
resource = project.get_resource("bad.py")
changes = Rename(project, resource, text.index("f(")).get_changes("renamed")
print(changes.get_description()[:200])
project.close()

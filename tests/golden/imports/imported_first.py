# Each part of the import system may be the first module that a program imports.
import subprocess
import sys

for name in [
    "zipimport", "importlib", "importlib._bootstrap", "importlib._bootstrap_external", "importlib.abc",
    "importlib.machinery", "importlib.metadata", "importlib.resources", "importlib.util", "pkgutil", "runpy",
    "_frozen_importlib", "_frozen_importlib_external", "_imp", "site", "zipfile", "zipapp", "modulefinder",
]:
    code = f"import {name}, sys; print([hook.__name__.split('_')[0] for hook in sys.path_hooks])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(name, done.returncode, done.stdout.strip(), done.stderr.strip())

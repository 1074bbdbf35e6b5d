"""A package that is only weakly held gets its submodules as attributes."""
import importlib
import os
import sys
import tempfile
import types
import weakref

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "part.py"), "w") as file:
        file.write("value = 5\n")
    package = types.ModuleType("weakly")
    package.__path__ = [folder]
    sys.modules["weakly"] = weakref.proxy(package)
    module = importlib.import_module("weakly.part")
    print("attribute:", package.part is module, package.part.value)

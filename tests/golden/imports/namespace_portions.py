"""Namespace packages whose search path grows, and those in archives; errors of imports name the file."""
import os
import sys
import tempfile
import zipfile

root = tempfile.mkdtemp()
for portion in ("one", "two"):
    folder = os.path.join(root, portion, "outer", "inner")
    os.makedirs(folder)
    with open(os.path.join(folder, f"{portion}.py"), "w") as file:
        file.write(f"where = {portion!r}\n")
for portion in ("three", "four"):
    with zipfile.ZipFile(os.path.join(root, f"{portion}.zip"), "w") as archive:
        for folder in ("outer/", "outer/inner/", f"packed{portion}/", f"packed{portion}/sub/"):
            archive.writestr(folder, "")
        archive.writestr(f"outer/inner/{portion}.py", f"where = {portion!r}\n")
        archive.writestr(f"packed{portion}/sub/module.py", "value = 7\n")

sys.path.append(os.path.join(root, "one"))
import outer.inner.one

print(outer.inner.one.where, len(outer.__path__), len(outer.inner.__path__))
for name in ("two", "three", "four"):
    try:
        __import__(f"outer.inner.{name}")
    except ModuleNotFoundError as error:
        print(error)
    sys.path.append(os.path.join(root, name if name == "two" else f"{name}.zip"))
    print(__import__(f"outer.inner.{name}", fromlist=["where"]).where, len(outer.__path__), len(outer.inner.__path__))
import packedthree.sub.module

print(packedthree.sub.module.value, packedthree.__file__ if hasattr(packedthree, "__file__") else "no file")
for line in ("from json import absent", "from time import absent", "from os import absent"):
    try:
        exec(line)
    except ImportError as error:
        print(line, error.name, error.name_from, error.path and os.path.basename(error.path))
import builtins

print(builtins.__spec__.name, builtins.__loader__.__name__)

"""Wheels and sources built by hatchling, poetry-core and setuptools, in the same process and in one of its own."""
import os
import pathlib
import subprocess
import sys
import tarfile
import zipfile

HATCH = """[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "first-one"
version = "1.2.3"
description = "A first one"
dependencies = ["anyio>=4"]
[project.scripts]
first = "first_one:main"
"""
POETRY = """[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
[tool.poetry]
name = "second"
version = "0.1.0"
description = "A second"
authors = ["A <a@b.c>"]
[tool.poetry.dependencies]
python = "^3.10"
"""
SETUPTOOLS = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "third"
version = "3.0"
requires-python = ">=3.9"
[project.optional-dependencies]
test = ["pytest"]
"""
for name, text in (("first_one", HATCH), ("second", POETRY), ("third", SETUPTOOLS)):
    folder = pathlib.Path(name)
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text("def main():\n    print('main')\n")
    (folder / "pyproject.toml").write_text(text)
    (folder / "README.md").write_text("# Read\n")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", name], check=True, capture_output=True)
for path in sorted(pathlib.Path("dist").iterdir()):
    print(path.name)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.namelist()):
                print("  ", entry)
                if entry.endswith(("METADATA", "entry_points.txt", "WHEEL")):
                    print("     ", [line for line in archive.read(entry).decode().splitlines() if line and not line.startswith(("Generator", "Metadata-Version"))])
    else:
        with tarfile.open(path) as archive:
            print("  ", sorted(archive.getnames()))

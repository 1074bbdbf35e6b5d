"""Shared by `run` and `suites`: the interpreters, and the locked packages."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
LOCK = HERE / "lock.txt"
# Packages with compiled parts that Hob has stand-ins for, and what needs them: wheels for CPython 3.13 on Linux.
STAND_INS_LOCK = HERE / "lock-stand-ins.txt"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
# Settings under which the sources of packages are built without their compiled parts.
WITHOUT_COMPILED_PARTS = {
    "CC": "false", "NO_EXT": "1", "TORNADO_EXTENSION": "0", "PYYAML_FORCE_CYTHON": "0",
    "AIOHTTP_NO_EXTENSIONS": "1", "DISABLE_SQLALCHEMY_CEXT": "1",
}


def normal(name):
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def versions():
    """The locked version of each package, by its normal name."""
    return versions_in(LOCK)


def versions_in(lock):
    """The version of each package in a lock file, by its normal name."""
    pairs = re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE)
    return {normal(name): version for name, version in pairs}


def find_python():
    named = os.environ.get("HOB_PYTHON") or shutil.which("python3.13")
    if named is None and sys.version_info[:2] == (3, 13):
        named = sys.executable
    if named is None:
        return None
    code = "import sys; print(sys.version_info[:2])"
    found = subprocess.run([named, "-c", code], capture_output=True, text=True).stdout.strip()
    return named if found == "(3, 13)" else None


def find_hob(given):
    builds = [PROJECT / "target" / kind / "hob" for kind in ("release", "debug")]
    return next((path for path in [given, *builds] if path and pathlib.Path(path).exists()), None)


def install(python, lock=LOCK):
    """The folder with the locked packages; None if they cannot be downloaded."""
    site = CACHE / "hob-packages" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    if site.is_dir():
        return site
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=site.parent) as folder:
        done = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile",
             "--require-hashes", "--target", f"{folder}/site", "--requirement", lock],
            env={**os.environ, **WITHOUT_COMPILED_PARTS}, capture_output=True, text=True,
        )
        if done.returncode:
            print(done.stderr[-1000:], file=sys.stderr)
            return None
        os.rename(f"{folder}/site", site)
    return site


def clean_environment(*paths):
    """The variables of a program's environment, with these folders of modules."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("PYTHON")},
        "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONHASHSEED": "0",
        # A program's home is a folder of its own, but compiled modules are kept.
        "XDG_CACHE_HOME": str(CACHE), "COLUMNS": "80", "TERM": "dumb",
    }

"""A plug-in of pytest that writes the outcome of each test to a file, and stands in for compiled packages.

The file, named by HOB_TESTS_RECORD, has a line `start TEST` and a line `end TEST OUTCOME` for each test,
with tabs between, so that the test in which an interpreter ends or hangs is known.

Packages that need compiled parts are replaced: importing them works, using anything of them skips the test.
"""

import importlib.abc
import importlib.machinery
import os
import sys

import pytest

COMPILED = {"brotli", "brotlicffi", "cryptography", "psutil", "trustme", "zstandard"}


class Placeholder:
    """Anything of a package that is not there."""

    def __init__(self, name):
        self.__name__ = self.__qualname__ = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(name)

    def __call__(self, *args, **options):
        pytest.skip(f"{self.__name__} is compiled")


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in COMPILED:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def exec_module(self, module):
        module.__getattr__ = Placeholder(module.__name__).__getattr__


sys.meta_path.append(Finder())
record = open(os.environ["HOB_TESTS_RECORD"], "a", buffering=1)
outcomes = {}


def pytest_runtest_logstart(nodeid):
    outcomes[nodeid] = "passed"
    print("start", repr(nodeid), sep="\t", file=record)


def pytest_runtest_logreport(report):
    if report.outcome != "passed" and outcomes[report.nodeid] != "failed":
        outcomes[report.nodeid] = report.outcome


def pytest_runtest_logfinish(nodeid):
    print("end", repr(nodeid), outcomes[nodeid], sep="\t", file=record)

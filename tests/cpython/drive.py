"""Runs one test module of CPython's test suite, and notes each test as it starts and ends.

Usage: drive.py RECORD MODULE

The record has one line an event, with tabs between its parts, and survives the death of the
interpreter:

    start TEST              end TEST OUTCOME REASON
    skipped REASON          broken REASON               finished

OUTCOME is passed, failed or skipped. A file that cannot be loaded without one of CPython's C modules
for tests is loaded with a placeholder, whose every use skips the test, and one that asks for an
instruction of CPython's with a number that no instruction has. Tests that only CPython runs run, too.
Tests that the record names already are left out, so that running the command again goes on after the
test that ended or blocked the interpreter.
"""

import importlib.util
import opcode
import os
import re
import sys
import traceback
import types
import unittest

# CPython's C modules for its tests, which other interpreters do not have.
TEST_MODULES = [
    "_testbuffer", "_testcapi", "_testinternalcapi", "_testlimitedcapi", "_testmultiphase", "_testsinglephase",
]
# The number of CPython's instructions that another interpreter does not have.
NO_INSTRUCTION = 0xffff
RESOURCES = ["cpu", "decimal", "subprocess", "walltime"]


def one_line(text):
    return repr(text[-800:])


class Recorder(unittest.TestResult):
    """Writes the outcome of each test to the record."""

    def __init__(self, note):
        super().__init__()
        self.note = note
        self.outcome = None
        self.reason = ""

    def startTest(self, test):
        super().startTest(test)
        self.outcome, self.reason = "passed", ""
        self.note("start", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        self.note("end", test.id(), self.outcome, one_line(self.reason))
        self.outcome = None

    def fails(self, test, error):
        try:
            reason = "".join(traceback.format_exception(*error))
        except Exception as trouble:
            reason = f"{error[0]}: no traceback: {trouble!r}"
        if self.outcome is None:
            # The set-up of a class or module.
            self.note("broken", one_line(f"{test}: {reason}"))
        elif self.outcome != "failed":
            self.outcome, self.reason = "failed", reason

    addError = addFailure = fails

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.fails(test, error)

    def addSkip(self, test, reason):
        if self.outcome == "passed":
            self.outcome, self.reason = "skipped", reason

    def addUnexpectedSuccess(self, test):
        self.outcome, self.reason = "failed", "unexpected success"

    def addExpectedFailure(self, test, error):
        pass


class Absent(types.ModuleType):
    """Stands for an absent module, or for a part of it: using it skips the test that does so."""

    loading = False

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def use(self, *arguments, **keywords):
        # Decorators ask about the build while the file is loaded.
        if Absent.loading:
            return self
        raise unittest.SkipTest(f"needs {self.__name__}, a C module for CPython's tests")

    __call__ = __enter__ = __getitem__ = __index__ = __iter__ = __len__ = use

    def __bool__(self):
        return self.use() is self


def complete():
    """Gives modules that there are placeholders for the parts of CPython's that they lack."""
    if sys.implementation.name != "cpython":
        for name in TEST_MODULES:
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name).__getattr__ = Absent(name).__getattr__
        try:
            import ctypes
        except ImportError:
            return
        if not hasattr(ctypes, "pythonapi"):
            ctypes.pythonapi = Absent("ctypes.pythonapi")


def load(module):
    """The tests of a module. A skip or failed import for the want of a C module does not count."""
    complete()
    implementation = sys.implementation
    # Tests that only CPython runs ask for the name while they are defined. Classes of tests name files of
    # bytecode, which not all interpreters write.
    writes = types.SimpleNamespace(
        name="cpython", version=implementation.version, hexversion=implementation.hexversion,
        cache_tag=implementation.cache_tag or "none",
    )
    while True:
        Absent.loading = True
        sys.implementation = writes
        try:
            importlib.import_module(module)
            return unittest.defaultTestLoader.loadTestsFromName(module)
        except (ImportError, unittest.SkipTest) as error:
            wanted = [name for name in TEST_MODULES if re.search(rf"\b{name}\b", str(error)) and name not in sys.modules]
            if not wanted:
                raise
            sys.modules[wanted[0]] = Absent(wanted[0])
            for name in [name for name in sys.modules if name == module or name.startswith(module + ".")]:
                del sys.modules[name]
        except KeyError as error:
            name = error.args[0] if error.args else None
            if not (isinstance(name, str) and name.isupper()) or name in opcode.opmap:
                raise
            opcode.opmap[name] = NO_INSTRUCTION
        finally:
            Absent.loading = False
            sys.implementation = implementation


def without(suite, known):
    """The tests of a suite that are not known yet, in its order and structure."""
    if isinstance(suite, unittest.TestCase):
        return None if suite.id() in known else suite
    rest = type(suite)()
    for part in suite:
        part = part and without(part, known)
        if part is not None:
            rest.addTest(part)
    return rest


def main(record, module):
    known = set()
    if os.path.exists(record):
        with open(record, encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                event, *parts = line.rstrip("\n").split("\t")
                if event == "start":
                    known.add(parts[0])
    out = open(record, "a", encoding="utf-8", errors="surrogateescape", buffering=1)

    def note(*parts):
        out.write("\t".join(part.replace("\t", " ").replace("\n", " ") for part in parts) + "\n")

    sys.argv = [module]
    try:
        from test import support

        support.use_resources = RESOURCES
        suite = load(module)
    except unittest.SkipTest as reason:
        note("skipped", str(reason))
        note("finished")
        return
    except BaseException:
        note("broken", one_line(traceback.format_exc()))
        note("finished")
        raise
    without(suite, known).run(Recorder(note))
    note("finished")


if __name__ == "__main__":
    main(*sys.argv[1:])

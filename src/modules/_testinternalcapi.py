# Parts of CPython's module of this name for its own tests.
import sys as _sys

# Objects have nothing in front of their header.
SIZEOF_PYGC_HEAD = SIZEOF_MANAGED_PRE_HEADER = 0


def get_recursion_depth():
    """The number of frames of the program."""
    frame, depth = _sys._getframe(1), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def get_c_recursion_remaining():
    """How much deeper native code may nest for certain."""
    from _testcapi import Py_C_RECURSION_LIMIT

    return Py_C_RECURSION_LIMIT - get_recursion_depth()


def get_config():
    """The settings that are known: code always has columns."""
    return {"code_debug_ranges": 1}


def suppress_immortalization(suppress, /):
    """No code makes objects immortal, so that there is nothing to suppress."""


def get_immortalize_deferred():
    return False

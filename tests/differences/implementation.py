"""A program can ask which implementation runs it."""

import platform
import sys

print("sys.implementation:", sys.implementation.name)
print("platform:", platform.python_implementation())
print("version:", sys.version_info[:2])

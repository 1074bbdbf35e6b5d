"""A module that puts another object in its place in sys.modules."""

import importlib
import sys

import _replaced

print("class:", type(_replaced).__name__, _replaced.anything)
print("spec:", _replaced.__spec__.name, _replaced.names)
import _helper

del sys.modules["_helper"]
print("after its removal:", _helper.__spec__.name, _helper.__loader__ is _helper.__spec__.loader)
again = importlib.import_module("_helper")
print("imported again:", again is _helper, again.__spec__ == _helper.__spec__)

"""Utility code for constructing importers, etc."""

import _imp
import sys
import types

from importlib import _resolve
from importlib.machinery import (BuiltinImporter, FrozenImporter, ModuleSpec, NamespaceLoader,
                                 SourceFileLoader)

MAGIC_NUMBER = b"\xf3\r\r\n"


def resolve_name(name, package):
    """Resolve a relative module name to an absolute one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    return _resolve(name, package)


def _to_spec(name, found):
    kind, origin, locations = found
    if kind == "file":
        loader = SourceFileLoader(name, origin) if origin else NamespaceLoader()
    else:
        loader = BuiltinImporter if kind == "built-in" else FrozenImporter
        origin = kind
    spec = ModuleSpec(name, loader, origin=origin)
    spec.submodule_search_locations = locations
    spec.has_location = kind == "file" and origin is not None
    if spec.has_location:
        spec.cached = cache_from_source(origin)
    return spec


def _find(name):
    parent = name.rpartition(".")[0]
    path = None
    if parent:
        module = __import__(parent, fromlist=["__path__"])
        try:
            path = module.__path__
        except AttributeError as error:
            raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find "
                                      f"{name!r}", name=name) from error
    found = _imp._find(name, path)
    return None if found is None else _to_spec(name, found)


def find_spec(name, package=None):
    """Return the spec for the specified module."""
    name = resolve_name(name, package)
    if name in sys.modules:
        module = sys.modules[name]
        if module is None:
            return None
        spec = getattr(module, "__spec__", None)
        if spec is not None:
            return spec
        if name == "__main__":
            raise ValueError("__main__.__spec__ is None")
    return _find(name)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """Return a module spec based on various loader methods."""
    if origin is None and hasattr(loader, "get_filename"):
        return spec_from_file_location(name, loader.get_filename(name), loader=loader)
    if is_package is None and hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    """Return a module spec based on a file location."""
    import os
    location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith(".py"):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    spec.submodule_search_locations = submodule_search_locations
    if submodule_search_locations is None and location.endswith("__init__.py"):
        spec.submodule_search_locations = [os.path.dirname(location)]
    spec.cached = cache_from_source(location)
    return spec


def module_from_spec(spec):
    """Create a module based on the provided spec."""
    module = None
    if hasattr(spec.loader, "create_module"):
        module = spec.loader.create_module(spec)
    if module is None:
        module = types.ModuleType(spec.name)
    module.__spec__, module.__loader__, module.__package__ = spec, spec.loader, spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__, module.__cached__ = spec.origin, spec.cached
    return module


def cache_from_source(path, debug_override=None, *, optimization=None):
    head, _, tail = path.rpartition("/")
    folder = f"{head}/__pycache__" if head else "__pycache__"
    return f"{folder}/{tail.removesuffix('.py')}.cpython-313.pyc"


def source_from_cache(path):
    folder, _, tail = path.rpartition("/")
    return f"{folder.removesuffix('__pycache__')}{tail.split('.')[0]}.py"


def decode_source(source_bytes):
    return source_bytes.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def source_hash(source_bytes):
    return hash(source_bytes).to_bytes(8, "little", signed=True)


class LazyLoader:
    """A loader that creates a module which defers loading until attribute access: here it is
    loaded at once."""

    def __init__(self, loader):
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)

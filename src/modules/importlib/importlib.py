"""A pure Python implementation of import."""

import sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

from builtins import __import__


def _resolve(name, package):
    level = len(name) - len(name.lstrip("."))
    if level == 0:
        return name
    if not package:
        raise TypeError("the 'package' argument is required to perform a relative import for "
                        f"{name!r}")
    parts = package.rsplit(".", level - 1)
    if len(parts) < level:
        raise ImportError("attempted relative import beyond top-level package")
    rest = name[level:]
    return f"{parts[0]}.{rest}" if rest else parts[0]


def import_module(name, package=None):
    """Import a module."""
    name = _resolve(name, package)
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """Call the invalidate_caches() method on all meta path finders stored in sys.meta_path."""


def reload(module):
    """Reload the module and return it."""
    from importlib import util
    import types
    if not isinstance(module, types.ModuleType):
        raise TypeError("reload() argument must be a module")
    name = module.__name__
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    spec = util._find(name)
    if spec is None:
        raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
    if spec.loader is not None:
        spec.loader.exec_module(module)
    return sys.modules[name]


def __getattr__(name):
    if name in ("abc", "machinery", "metadata", "resources", "util"):
        return import_module(f"importlib.{name}")
    raise AttributeError(f"module 'importlib' has no attribute {name!r}")

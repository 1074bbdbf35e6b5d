"""The machinery of importlib: finders, loaders, hooks, etc."""

import _imp
import sys

SOURCE_SUFFIXES, DEBUG_BYTECODE_SUFFIXES, OPTIMIZED_BYTECODE_SUFFIXES = [".py"], [".pyc"], [".pyc"]
BYTECODE_SUFFIXES, EXTENSION_SUFFIXES = [".pyc"], []


def all_suffixes():
    """Returns a list of all recognized module suffixes for this process"""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """The specification for a module, used for loading."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name, self.loader, self.origin, self.loader_state = name, loader, origin, loader_state
        self.submodule_search_locations = [] if is_package else None
        self.has_location = False
        self.cached = None

    @property
    def parent(self):
        return self.name.rpartition(".")[0] if self.submodule_search_locations is None else self.name

    def __repr__(self):
        parts = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            parts.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            parts.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"{self.__class__.__name__}({', '.join(parts)})"

    def __eq__(self, other):
        try:
            return (self.name, self.loader, self.origin) == (other.name, other.loader, other.origin)
        except AttributeError:
            return NotImplemented


class _Loader:
    def create_module(self, spec):
        return None

    def load_module(self, fullname):
        from importlib import util
        spec = util.spec_from_loader(fullname, self)
        module = util.module_from_spec(spec)
        sys.modules[fullname] = module
        self.exec_module(module)
        return sys.modules[fullname]


class SourceLoader(_Loader):
    def get_source(self, fullname):
        data = self.get_data(self.get_filename(fullname))
        return data.decode("utf-8-sig")

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, "exec", dont_inherit=True)

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def is_package(self, fullname):
        return self.get_filename(fullname).endswith("__init__.py")


class FileLoader(SourceLoader):
    def __init__(self, fullname, path):
        self.name, self.path = fullname, path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return file.read()


class SourceFileLoader(FileLoader):
    """Concrete implementation of SourceLoader using the file system."""


class SourcelessFileLoader(FileLoader):
    pass


class ExtensionFileLoader(FileLoader):
    def exec_module(self, module):
        raise ImportError("extension modules cannot be loaded", name=self.name, path=self.path)


class BuiltinImporter(_Loader):
    """Meta path import for built-in modules."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if _imp.is_builtin(fullname):
            return ModuleSpec(fullname, cls, origin="built-in")
        return None

    @classmethod
    def create_module(cls, spec):
        return __import__("importlib").import_module(spec.name)

    @classmethod
    def exec_module(cls, module):
        pass

    @classmethod
    def is_package(cls, fullname):
        return False

    @classmethod
    def get_source(cls, fullname):
        return None


class FrozenImporter(BuiltinImporter):
    """Meta path import for the modules that are packed into the program."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return ModuleSpec(fullname, cls, origin="frozen") if _imp.is_frozen(fullname) else None


class PathFinder:
    """Meta path finder for sys.path and package __path__ attributes."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        from importlib import util
        found = _imp._find(fullname, path)
        return util._to_spec(fullname, found) if found is not None and found[0] == "file" else None

    @classmethod
    def invalidate_caches(cls):
        pass


class FileFinder:
    def __init__(self, path, *loader_details):
        self.path = path or "."

    def find_spec(self, fullname, target=None):
        return PathFinder.find_spec(fullname, [self.path])

    def invalidate_caches(self):
        pass


class NamespaceLoader(_Loader):
    def exec_module(self, module):
        pass

    def is_package(self, fullname):
        return True

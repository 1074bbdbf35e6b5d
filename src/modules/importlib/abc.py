"""Abstract base classes related to import."""

import abc

from importlib.machinery import FileLoader, SourceLoader, _Loader


class MetaPathFinder(metaclass=abc.ABCMeta):
    def invalidate_caches(self):
        pass


class PathEntryFinder(metaclass=abc.ABCMeta):
    def invalidate_caches(self):
        pass


class Loader(_Loader, metaclass=abc.ABCMeta):
    pass


class InspectLoader(Loader):
    pass


class ExecutionLoader(InspectLoader):
    pass


class ResourceLoader(Loader):
    pass

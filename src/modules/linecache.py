import os
import sys

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# From file names to (size, time of change, lines, full name), or to a tuple of one function that
# gives the text when it is wanted.
cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Get a line for a Python source file from the cache, or an empty string."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """Get the lines for a Python source file from the cache."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    return updatecache(filename, module_globals)


def checkcache(filename=None):
    """Discard cache entries that are out of date."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        try:
            found = os.stat(entry[3])
        except OSError:
            found = None
        if found is None or (found.st_size, found.st_mtime) != entry[:2]:
            cache.pop(name, None)


def _candidates(filename):
    yield filename
    if not os.path.isabs(filename):
        for folder in sys.path:
            if isinstance(folder, str):
                yield os.path.join(folder, filename)


def updatecache(filename, module_globals=None):
    """Update a cache entry and return its list of lines, or an empty list if there is no file."""
    entry = cache.pop(filename, None)
    if not filename or filename.startswith("<") and filename.endswith(">"):
        return []
    if entry is not None and len(entry) == 1 or lazycache(filename, module_globals):
        (text,) = entry if entry is not None else cache.pop(filename)
        try:
            source = text()
        except (ImportError, OSError):
            source = None
        if source is not None:
            lines = source.splitlines(keepends=True)
            cache[filename] = len(source), None, lines, filename
            return lines
    for full in _candidates(filename):
        try:
            found = os.stat(full)
            with open(full, encoding="utf-8-sig") as file:
                lines = file.readlines()
        except (OSError, UnicodeDecodeError, ValueError):
            continue
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        cache[filename] = found.st_size, found.st_mtime, lines, full
        return lines
    return []


def lazycache(filename, module_globals):
    """Seed the cache with the module's loader, to be asked when lines are wanted."""
    if filename in cache:
        return len(cache[filename]) == 1
    if not module_globals or not filename or filename.startswith("<") or os.path.exists(filename):
        return False
    name, loader = module_globals.get("__name__"), module_globals.get("__loader__")
    get_source = getattr(loader, "get_source", None)
    if name and get_source:
        cache[filename] = (lambda: get_source(name),)
        return True
    return False

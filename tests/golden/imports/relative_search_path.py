# Relative entries of sys.path are made absolute in the names of files.

import os
import sys
import tempfile

TEXT = "print(' ', __name__, shown(__file__), shown(__spec__.origin))\n"


def shown(path):
    return path.replace(folder, "FOLDER")


__builtins__.shown = shown
with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    os.chdir(folder)
    os.makedirs("lib/package")
    os.makedirs("lib/portions")
    for path in ("above.py", "lib/inside.py", "lib/package/__init__.py", "lib/package/part.py", "lib/portions/one.py"):
        with open(path, "w") as file:
            file.write(TEXT)
    for entry in ("", ".", "lib", "./lib", "lib/", "lib/../lib", "././lib"):
        print(f"{entry!r}:")
        sys.path.insert(0, entry)
        for name in ("above", "inside", "package.part", "portions.one"):
            try:
                module = __import__(name, fromlist=["*"])
            except ImportError as error:
                print("  ", error)
            else:
                first = sys.modules[name.partition(".")[0]]
                if hasattr(first, "__path__"):
                    print("  ", [shown(place) for place in first.__path__])
            for known in [known for known in sys.modules if known.partition(".")[0] == name.partition(".")[0]]:
                del sys.modules[known]
        del sys.path[0]
        sys.path_importer_cache.clear()
    os.chdir("/")

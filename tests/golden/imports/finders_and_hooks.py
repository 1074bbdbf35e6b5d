# The import system as a program can extend it: meta path finders, path hooks, archives, specs.
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import tempfile
import zipfile

folder = tempfile.mkdtemp()


def write(path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def show(text): return str(text).replace(folder, "FOLDER")


# A finder in front, and one behind the interpreter's own.
class Finder:
    def __init__(self, label, known): self.label, self.known = label, known
    def find_spec(self, name, path=None, target=None):
        print(self.label, "asked for", name, "path", path)
        if name in self.known:
            return importlib.machinery.ModuleSpec(name, Loader(), origin="made up")


class Loader:
    def create_module(self, spec): return None
    def exec_module(self, module): module.answer = 42


front, back = Finder("front", {"made_up"}), Finder("back", {"last_resort"})
sys.meta_path.insert(0, front)
sys.meta_path.append(back)
import made_up
print("made up:", made_up.answer, made_up.__spec__.origin, type(made_up.__loader__).__name__, "made_up" in sys.modules)
import last_resort
print("last resort:", last_resort.answer)
try:
    import nowhere_to_be_found
except ModuleNotFoundError as error:
    print("not found:", error, error.name)


class Failing(importlib.abc.Loader):
    def create_module(self, spec): return None
    def exec_module(self, module): raise ZeroDivisionError("in the loader")


front.known = ()
sys.meta_path[0] = type("Broken", (), {"find_spec": staticmethod(
    lambda name, path=None, target=None: importlib.machinery.ModuleSpec(name, Failing()) if name == "broken" else None)})
try:
    import broken
except ZeroDivisionError as error:
    print("loader raised:", error, "broken" in sys.modules)
del sys.meta_path[0], sys.meta_path[-1]

# An archive on the search path.
archive = os.path.join(folder, "archive.zip")
with zipfile.ZipFile(archive, "w") as file:
    file.writestr("packed.py", "value = 5\nname = __name__\n")
    file.writestr("bundle/__init__.py", "from .inner import value\n")
    file.writestr("bundle/inner.py", "value = 'inside'\n")
sys.path.insert(0, archive)
import packed
print("archive module:", packed.value, packed.name, show(packed.__file__), type(packed.__loader__).__name__)
import bundle
print("archive package:", bundle.value, show(bundle.__path__))
print("archive source:", repr(packed.__loader__.get_source("packed").splitlines()[0]))

# A path hook.
class Entry:
    def __init__(self, path):
        if not path.startswith("virtual:"):
            raise ImportError
        self.path = path
    def find_spec(self, name, target=None):
        if name == "hooked":
            return importlib.util.spec_from_loader(name, Loader(), origin=self.path)


sys.path_hooks.append(Entry)
sys.path.append("virtual:place")
import hooked
print("hooked:", hooked.answer, hooked.__spec__.origin)
sys.path_hooks.remove(Entry)

# Namespace packages over several folders.
write("one/space/a.py", "name = 'a'")
write("two/space/b.py", "name = 'b'")
sys.path[:0] = [os.path.join(folder, "one"), os.path.join(folder, "two")]
import space.a
import space.b
print("namespace:", space.a.name, space.b.name, len(list(space.__path__)), hasattr(space, "__file__"), space.__spec__.origin)

# Specs of ordinary modules.
write("one/plain.py", "n = 1\nspec = __spec__\nloader = __loader__\n")
write("one/pack/__init__.py", "")
import pack
import plain
print("plain spec:", plain.__spec__.name, show(plain.__spec__.origin), plain.__spec__.has_location, plain.__spec__.parent == "")
print("plain spec seen inside:", plain.spec is plain.__spec__, plain.loader is plain.__loader__, type(plain.loader).__name__)
print("package spec:", pack.__spec__.name, show(pack.__spec__.submodule_search_locations), pack.__spec__.parent)
print("built in:", sys.__spec__.name, sys.__spec__.origin, sys.__loader__.__name__)
write("one/plain.py", "n = 2222\n")
print("reloaded:", importlib.reload(plain).n, plain.__spec__.name)
print("find_spec:", importlib.util.find_spec("plain").name, importlib.util.find_spec("no_such_module_here"), importlib.util.find_spec("sys").origin)

spec = importlib.util.spec_from_file_location("by_path", os.path.join(folder, "two/space/b.py"))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print("by path:", module.name, module.__name__, "by_path" in sys.modules)
lazy_spec = importlib.util.find_spec("space.a")
print("submodule spec:", lazy_spec.name, lazy_spec.parent)
print("import_module:", importlib.import_module(".a", "space").name)
try:
    importlib.import_module(".a")
except TypeError as error:
    print("relative without package:", error)

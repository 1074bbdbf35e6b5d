"""Paths of a file system in memory, on the bases that pathlib of Python 3.13 has."""
import errno
import pathlib
import posixpath
import stat
import types
from pathlib._abc import ParserBase, PathBase, PurePathBase, UnsupportedOperation

FILES = {"/": None, "/a": None, "/a/one.txt": b"1", "/a/two.tar.gz": b"22", "/a/b": None, "/a/b/three.txt": b"333",
         "/link": "a/b"}


class MemoryPath(PathBase):
    parser = posixpath

    def __repr__(self):
        return f"MemoryPath({str(self)!r})"

    def stat(self, *, follow_symlinks=True):
        path = self.resolve(strict=True) if follow_symlinks else self.parent.resolve(strict=True) / self.name
        path = posixpath.normpath(str(path))
        if path not in FILES:
            raise FileNotFoundError(errno.ENOENT, "no such file", path)
        found = FILES[path]
        kind = stat.S_IFDIR if found is None else stat.S_IFLNK if isinstance(found, str) else stat.S_IFREG
        return types.SimpleNamespace(st_mode=kind, st_ino=hash(path), st_dev=0)

    def readlink(self):
        return self.with_segments(FILES[str(self)])

    def iterdir(self):
        path = posixpath.normpath(str(self.resolve(strict=True)))
        return (self / posixpath.basename(name) for name in FILES if name != "/" and posixpath.dirname(name) == path)


root = MemoryPath("/")
print("glob", sorted(map(str, root.glob("**/*.txt"))))
print("literal", list(root.glob("a/one.txt")), list(root.glob("")), list(root.glob("a/none")))
print("rglob", sorted(map(str, root.rglob("b/*"))))
print("walk", [(str(path), directories, files) for path, directories, files in root.walk()])
print("bottom up", [str(path) for path, *_ in root.walk(top_down=False)])
print("resolved", MemoryPath("/link/../b/./three.txt").resolve(strict=True), MemoryPath("/link/none").resolve())
print("kinds", (root / "a").is_dir(), (root / "link").is_symlink(), (root / "link").is_dir(), (root / "none").exists())
print("same", (root / "link").samefile("/a/b"))
for name in "one.txt", "two.tar.gz", ".hidden", "end.":
    path = root / name
    print("name", path.stem, path.suffix, path.suffixes, pathlib.PurePath(name).suffix, pathlib.PurePath(name).stem)
path = MemoryPath("/a/b/c")
print("relative", path.relative_to("/a"), path.relative_to("/a/x", walk_up=True), path.is_relative_to("/b"))
print("match", path.match("b/c"), path.match("/b/c"), path.full_match("/a/**"))
for attempt in (lambda: PurePathBase("a").name, lambda: PathBase("a").open(), lambda: ParserBase().sep, lambda: PathBase.cwd(),
                lambda: path.relative_to("/x"), lambda: root.glob("/a"), lambda: path.with_suffix("."), lambda: MemoryPath(b"a")):
    try:
        print("nothing raised", attempt())
    except Exception as error:
        print("raises", type(error).__name__)
print("pure", isinstance(pathlib.PurePath("a"), UnsupportedOperation), issubclass(UnsupportedOperation, NotImplementedError))

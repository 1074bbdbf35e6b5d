"""os.scandir and os.walk over a tree with links; os.path.normpath and splitroot."""
import os
import posixpath
import tempfile

with tempfile.TemporaryDirectory() as root:
    os.makedirs(os.path.join(root, "a", "b"))
    os.makedirs(os.path.join(root, "c"))
    for name in ("a/one.txt", "a/b/two.txt", "c/three.txt", "four.txt"):
        with open(os.path.join(root, name), "w") as file:
            file.write(name)
    os.symlink(os.path.join(root, "c"), os.path.join(root, "a", "link"))
    os.symlink("nowhere", os.path.join(root, "broken"))

    def shown(path):
        return os.path.relpath(path, root)

    with os.scandir(root) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            print(repr(entry), shown(entry.path), entry.is_dir(), entry.is_file(), entry.is_symlink(),
                  entry.is_dir(follow_symlinks=False), entry.is_junction(), os.fspath(entry) == entry.path)
    link = next(e for e in os.scandir(os.path.join(root, "a")) if e.name == "link")
    print("link", link.is_dir(), link.is_dir(follow_symlinks=False), link.is_file())
    four = next(e for e in os.scandir(root) if e.name == "four.txt")
    print(four.stat().st_size, four.inode() == os.stat(four.path).st_ino, isinstance(four, os.PathLike))
    print(sorted(e.name for e in os.scandir(os.fsencode(root))))
    entries = os.scandir(root)
    entries.close()
    print(list(entries))
    for topdown in (True, False):
        for followlinks in (False, True):
            print("topdown", topdown, "followlinks", followlinks)
            found = []
            for top, dirs, files in os.walk(root, topdown=topdown, followlinks=followlinks):
                dirs.sort()
                found.append((shown(top), dirs, sorted(files)))
            for line in found if topdown else sorted(found):
                print("   ", *line)
    pruned = []
    for top, dirs, files in os.walk(root):
        dirs[:] = [d for d in dirs if d != "a"]
        pruned.append((shown(top), sorted(dirs), sorted(files)))
    print(pruned)
    errors = []
    print(list(os.walk(os.path.join(root, "missing"), onerror=errors.append)), [type(e).__name__ for e in errors])
    try:
        os.scandir(os.path.join(root, "missing"))
    except FileNotFoundError as error:
        print(error.errno, error.strerror, shown(error.filename))

for path in ("", "/", "//", "///", "//a", "///a//b", "a/../b", "../..", "/../x", "./a/./b/", b"/a/../b", "a\u00e9/../\u00fc"):
    print(repr(path), repr(posixpath.normpath(path)), posixpath.splitroot(path))
for wrong in (3, None):
    try:
        posixpath.normpath(wrong)
    except TypeError as error:
        print(error)

# capabilities: write=$TMP
# prints: all well
import os, pathlib
here = pathlib.Path("$TMP")
(here / "a.txt").write_text("one")
with open("$TMP/a.txt", "a") as f:
    f.write("two")
assert (here / "a.txt").read_text() == "onetwo"
os.mkdir("$TMP/sub")
os.rename("$TMP/a.txt", "$TMP/sub/b.txt")
assert os.listdir("$TMP/sub") == ["b.txt"] and os.path.getsize("$TMP/sub/b.txt") == 6
assert (here / "sub" / ".." / "sub" / "b.txt").exists()
os.remove("$TMP/sub/b.txt")
os.rmdir("$TMP/sub")
for path in ["$TMP/../../etc/passwd", "/etc/passwd", "$TMP/..", "$TMP/sub/../../x", "$TMP", "$TMPx", "$TMP/a\0b"]:
    for door in [
        lambda: open(path), lambda: open(path, "w"), lambda: os.remove(path), lambda: os.mkdir(path),
        lambda: os.rename(path, "$TMP/x"), lambda: os.symlink("/etc", path), lambda: os.link("/etc/passwd", path),
    ]:
        try:
            door()
            print("ESCAPED", path)
        except (PermissionError, IsADirectoryError, FileNotFoundError, ValueError):
            pass
print("all well")

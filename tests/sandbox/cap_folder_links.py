# capabilities: write=$TMP
# links: away=/etc out=../../etc self=.
# prints: all well
import os
assert os.path.islink("$TMP/away") and os.readlink("$TMP/away") == "/etc"
for path in ["$TMP/away/passwd", "$TMP/out/passwd", "$TMP/self/away/passwd", "$TMP/away"]:
    for door in [lambda: open(path), lambda: os.stat(path), lambda: os.listdir(path), lambda: open(path + "/new", "w")]:
        try:
            print("ESCAPED", door())
        except (PermissionError, NotADirectoryError, FileNotFoundError):
            pass
open("$TMP/self/fine.txt", "w").close()
assert os.path.exists("$TMP/fine.txt")
print("all well")

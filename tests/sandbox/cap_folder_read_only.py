# capabilities: read=$TMP
# links: a=.
# prints: all well
import os
os.listdir("$TMP")
for door in [
    lambda: open("$TMP/x", "w"), lambda: open("$TMP/a", "r+"), lambda: os.mkdir("$TMP/d"),
    lambda: os.remove("$TMP/a"), lambda: os.rename("$TMP/a", "$TMP/b"), lambda: os.chmod("$TMP/a", 0),
    lambda: os.utime("$TMP"), lambda: os.truncate("$TMP/a", 0),
]:
    try:
        door()
        print("ESCAPED")
    except PermissionError:
        pass
print("all well")

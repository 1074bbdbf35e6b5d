# capabilities: write=$TMP
# prints: all well
import os
denied = (PermissionError, NotADirectoryError, FileNotFoundError, NotImplementedError, IsADirectoryError, FileExistsError)
def refused(door):
    try:
        found = door()
    except denied:
        return
    print("ESCAPED", found)
os.mkdir("$TMP/d")
os.mkdir("$TMP/d/e")
open("$TMP/d/passwd", "w").close()
# A folder that becomes a link after a look at it.
folder = os.scandir("$TMP/d")
inside = next(entry for entry in folder if entry.name == "passwd")
os.rename("$TMP/d", "$TMP/old")
try:
    os.symlink("/etc", "$TMP/d")
except denied:
    pass
else:
    refused(lambda: open("$TMP/d/passwd").read())
    refused(lambda: open(inside).read())
    refused(lambda: os.listdir("$TMP/d"))
    refused(lambda: os.truncate("$TMP/d/passwd", 0))
    refused(lambda: os.utime("$TMP/d/passwd"))
    refused(lambda: os.chmod("$TMP/d/hob-escape", 0))
    refused(lambda: os.mkdir("$TMP/d/hob-escape"))
    refused(lambda: os.symlink("x", "$TMP/d/hob-escape"))
    refused(lambda: os.rename("$TMP/old/passwd", "$TMP/d/hob-escape"))
    refused(lambda: os.link("$TMP/d/passwd", "$TMP/copy"))
    refused(lambda: os.replace("$TMP/d/passwd", "$TMP/copy"))
# Links to files, which following functions would read.
for target in ["/etc/passwd", "/proc/self/environ", "/proc/self/mem", "/proc/self/fd/1"]:
    try:
        os.symlink(target, "$TMP/link")
    except denied:
        continue
    refused(lambda: open("$TMP/link", "rb").read(1))
    refused(lambda: open("$TMP/link", "ab"))
    refused(lambda: os.open("$TMP/link", os.O_RDWR))
    refused(lambda: os.link("$TMP/link", "$TMP/copy", follow_symlinks=True))
    refused(lambda: os.stat("$TMP/link"))
    os.unlink("$TMP/link")
# Folders by their descriptors.
try:
    folder = os.open("$TMP/old", os.O_RDONLY | os.O_DIRECTORY)
except denied:
    pass
else:
    for path in ["../../etc/passwd", "../../../etc/passwd", "/etc/passwd", ".."]:
        refused(lambda: os.open(path, os.O_RDONLY, dir_fd=folder))
        refused(lambda: os.stat(path, dir_fd=folder))
        refused(lambda: os.unlink(path, dir_fd=folder))
        refused(lambda: os.rename("passwd", path, src_dir_fd=folder, dst_dir_fd=folder))
        refused(lambda: os.mkdir(path, dir_fd=folder))
        refused(lambda: os.open(f"/proc/self/fd/{folder}/{path}", os.O_RDONLY))
        refused(lambda: os.open(f"/dev/fd/{folder}/{path}", os.O_RDONLY))
    refused(lambda: os.listdir(f"/proc/self/fd/{folder}/.."))
    os.close(folder)
for path in ["/proc/self/root/etc/passwd", "/proc/self/cwd", "/proc/thread-self/fd/0", "$TMP/../../proc/self/maps"]:
    refused(lambda: open(path))
    refused(lambda: os.readlink(path))
refused(lambda: os.chdir("/"))
refused(lambda: os.chdir("$TMP/.."))
print("all well")

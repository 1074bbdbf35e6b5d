"""Names that are not UTF-8: files, folders, links, arguments, the environment of children."""

import glob
import os
import pathlib
import subprocess
import sys
import tempfile

print("fsdecode", ascii(os.fsdecode(b"a\xe7")), "fsencode", os.fsencode("a\udce7"))
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open(b"\xe7w", "w") as file:
        file.write("hi")
        print("name", file.name)
    print("listdir", ascii(os.listdir(".")), os.listdir(b"."))
    with open("\udce7w") as file:
        print("opened", file.read(), ascii(file.name))
    print("exists", os.path.exists("\udce7w"), "size", os.stat(b"\xe7w").st_size)
    os.rename(b"\xe7w", "b\udcff")
    print("renamed", ascii(os.listdir()))
    print("iterdir", ascii([path.name for path in pathlib.Path(".").iterdir()]))
    print("scandir", [entry.path for entry in os.scandir(b".")], ascii([entry.path for entry in os.scandir()]))
    print("glob", ascii(glob.glob("b*")), glob.glob(b"b*"))
    os.mkdir("d\udcf0")
    os.chdir("d\udcf0")
    print("getcwd", ascii(os.path.basename(os.getcwd())), os.path.basename(os.getcwdb()))
    os.chdir("..")
    os.rmdir(b"d\xf0")
    os.symlink("b\udcff", "l\udcff")
    print("readlink", ascii(os.readlink("l\udcff")), os.readlink(b"l\xff"))
    for name in ("\ud800", "a\udc7f", "nul\0", b"nul\0"):
        try:
            open(name)
        except (ValueError, OSError) as error:
            print("open", ascii(name), type(error).__name__, ascii(str(error)))
    os.environ["HOB_TEST"] = "\udcfe"
    child = "import os, sys; print(ascii(sys.argv[1:]), ascii(os.environ.get('HOB_TEST')))"
    for args, env in ((["\udce8", b"\xe9"], None), (["x"], {"HOB_TEST": "\udcfd", "PATH": os.environ["PATH"]})):
        done = subprocess.run([sys.executable, "-c", child, *args], capture_output=True, env=env)
        print("child", done.stdout.decode().strip(), done.stderr.decode())
    del os.environ["HOB_TEST"]
    print("deleted", subprocess.run(["printenv", "HOB_TEST"], capture_output=True).stdout)
    os.environ["HOB_TEST"] = "set"
    print("system", os.system('test "$HOB_TEST" = set'), os.popen("echo $HOB_TEST").read().strip())
    script = os.path.join(folder, "s\udce9.py")
    with open(script, "w") as file:
        file.write("import sys, os; print(ascii(os.path.basename(__file__)), ascii(os.path.basename(sys.argv[0])))")
    print("script", subprocess.run([sys.executable, script], capture_output=True).stdout)
    os.chdir("/")

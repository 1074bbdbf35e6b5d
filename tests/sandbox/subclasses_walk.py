# prints: all well
opened = 0
def classes(c, seen=set()):
    for sub in type.__subclasses__(c):
        if sub not in seen:
            seen.add(sub)
            classes(sub)
    return seen
for c in classes(object):
    for arguments in [("/etc/passwd",), ("/etc/passwd", "r"), (3,), (["/bin/true"],)]:
        if c.__name__ in ("type", "Thread"):
            continue
        try:
            made = c(*arguments)
            if hasattr(made, "read") and "root:" in str(made.read()):
                print("ESCAPED", c)
        except Exception:
            pass
print("all well")

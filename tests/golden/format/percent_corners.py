"""`%` with a key and `*`, huge precisions, and the messages of bytes."""


def show(name, make):
    try:
        print(name, "=", repr(make()))
    except Exception as error:
        print(name, "raises", type(error).__name__, error)


for template in "%(a)*d", "%(a)5.*f", "%(a)*.*s", "%(a)s %s", "%(a)s %(a)s", "%.*d", "%*d", "%(b)s":
    for arguments in {"a": 7}, {"a": "x"}, {"a": 2.5}, (3, 4), 10**20, (10**20, 1), (-(10**20), 1):
        show(f"{template!r} % {arguments!r}", lambda: template % arguments)
        show(f"b{template!r} % {arguments!r}", lambda: template.encode() % arguments)

for letter in "diuxofegc":
    for value in "x", None, 1 + 2j, [], 10**400 if letter in "feg" else 2.5:
        shown = "10**400" if value == 10**400 else repr(value)
        show(f"%{letter} of {shown}", lambda: f"%{letter}" % (value,))
        show(f"%{letter} of {shown} in bytes", lambda: f"%{letter}".encode() % (value,))

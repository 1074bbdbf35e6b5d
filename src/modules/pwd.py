from collections import namedtuple

struct_passwd = namedtuple("struct_passwd", "pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell")


def getpwall():
    """Return a list of all available password database entries, in arbitrary order."""
    with open("/etc/passwd") as file:
        rows = [line.rstrip("\n").split(":") for line in file]
    return [struct_passwd(row[0], row[1], int(row[2]), int(row[3]), *row[4:]) for row in rows if len(row) == 7]


def getpwuid(uidobj, /):
    """Return the password database entry for the given numeric user ID."""
    for entry in getpwall():
        if entry.pw_uid == uidobj:
            return entry
    raise KeyError(f"getpwuid(): uid not found: {uidobj}")


def getpwnam(name, /):
    """Return the password database entry for the given user name."""
    for entry in getpwall():
        if entry.pw_name == name:
            return entry
    raise KeyError(f"getpwnam(): name not found: {name!r}")


__import__("_types")._built_in(globals())

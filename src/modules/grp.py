from collections import namedtuple

struct_group = namedtuple("struct_group", "gr_name gr_passwd gr_gid gr_mem")


def getgrall():
    """Return a list of all available group entries, in arbitrary order."""
    with open("/etc/group") as file:
        rows = [line.rstrip("\n").split(":") for line in file]
    return [struct_group(row[0], row[1], int(row[2]), row[3].split(",") if row[3] else [])
            for row in rows if len(row) == 4]


def getgrgid(id, /):
    """Return the group database entry for the given numeric group ID."""
    for entry in getgrall():
        if entry.gr_gid == id:
            return entry
    raise KeyError(f"getgrgid(): gid not found: {id}")


def getgrnam(name, /):
    """Return the group database entry for the given group name."""
    for entry in getgrall():
        if entry.gr_name == name:
            return entry
    raise KeyError(f"getgrnam(): name not found: {name!r}")


__import__("_types")._built_in(globals())

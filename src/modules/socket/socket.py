error = OSError
timeout = TimeoutError
SocketType = socket
has_ipv6 = True


class herror(OSError):
    __module__ = "socket"


class gaierror(OSError):
    __module__ = "socket"


def _entries(database):
    """The entries of a database of the system: (name and aliases, the second word)."""
    try:
        with open("/etc/" + database, encoding="utf-8", errors="replace") as file:
            lines = [line.partition("#")[0].split() for line in file]
    except OSError:
        return []
    return [([words[0], *words[2:]], words[1]) for words in lines if len(words) > 1]


def _service(fits):
    for names, place in _entries("services"):
        port, _, protocol = place.partition("/")
        if fits(names, int(port), protocol):
            return names[0], int(port)
    raise OSError("service/proto not found" if fits.__name__ == "is_named" else "port/proto not found")


def getservbyname(servicename, protocolname=None, /):
    """Return a port number from a service name and protocol name."""
    def is_named(names, port, protocol):
        return servicename in names and protocolname in (None, protocol)
    return _service(is_named)[1]


def getservbyport(port, protocolname=None, /):
    """Return the service name from a port number and protocol name."""
    if not 0 <= port <= 0xFFFF:
        raise OverflowError("getservbyport: port must be 0-65535.")

    def is_at(names, number, protocol):
        return number == port and protocolname in (None, protocol)
    return _service(is_at)[0]


def getprotobyname(name, /):
    """Return the protocol number for the protocol name."""
    for names, number in _entries("protocols"):
        if name in names:
            return int(number)
    raise OSError("protocol not found")


__import__("_types")._built_in(globals(), "getprotobyname", "getservbyname", "getservbyport")

# Where the docstring of a property comes from, and where it is kept in derived classes.


class Sub(property):
    pass


class Documented(property):
    """The class's own."""


class NoRoom(property):
    __slots__ = ()


def get(self):
    """From the getter."""


def other(self):
    """From the other getter."""


def bare(self):
    pass


for kind in (property, Sub, Documented):
    name = kind.__name__
    print(name, "| getter's:", kind(get).__doc__)
    print(name, "| given:", kind(get, doc="given").__doc__)
    print(name, "| none:", kind(bare).__doc__)
    print(name, "| setter keeps it:", kind(get).setter(bare).__doc__)
    print(name, "| given stays:", kind(get, doc="given").getter(other).__doc__)
    print(name, "| other getter:", kind(get).getter(other).__doc__)
try:
    print("no room, none:", NoRoom(bare).__doc__)
    NoRoom(get)
except AttributeError as error:
    print("no room:", error)

import os as _os


class _Entry:
    """A table of the names of a scope."""

    __slots__ = ("children", "lineno", "name", "nested", "symbols", "type", "varnames", "__weakref__")

    def __init__(self, type, name, lineno, nested, symbols, varnames):
        self.type, self.name, self.lineno, self.nested = type, name, lineno, nested
        self.symbols, self.varnames, self.children = symbols, varnames, []

    @property
    def id(self):
        return id(self)

    def __repr__(self):
        return f"<symtable entry {self.name}({self.id}), line {self.lineno}>"


_Entry.__name__ = _Entry.__qualname__ = "symtable entry"


def symtable(source, filename, startstr, /):
    """Return symbol and scope dictionaries used internally by compiler."""
    entries = []
    for outer, *parts in _tables(source, _os.fsdecode(filename), startstr):
        entries.append(_Entry(*parts))
        if outer is not None:
            entries[outer].children.append(entries[-1])
    return entries[0]


__import__("_types")._built_in(globals(), "symtable")

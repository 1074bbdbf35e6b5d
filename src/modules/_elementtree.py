# The library's `xml.etree.ElementTree` asks for these when its own classes are complete. They are
# those classes: only the parser below them is native.
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, XMLParser

_factories = None, None


def _set_factories(comment_factory, pi_factory, /):
    """Change the factories used to create comments and processing instructions."""
    global _factories
    for factory in (comment_factory, pi_factory):
        if factory is not None and not callable(factory):
            raise TypeError(f"'{type(factory).__name__}' object is not callable")
    before, _factories = _factories, (comment_factory, pi_factory)
    return before

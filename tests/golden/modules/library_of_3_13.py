"""Functions and errors of the library that later versions have no more."""

import argparse
import functools
import pkgutil
import warnings


def show(what, call, *args, **kwargs):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = repr(call(*args, **kwargs))
        except Exception as error:
            result = f"{type(error).__name__} {error}"
    print(what, result, [str(warning.message) for warning in caught if "find_spec" not in str(warning.message)],
          len(caught))


show("no module", pkgutil.find_loader, "none_such")
show("relative", pkgutil.find_loader, ".none")
show("found", lambda: pkgutil.find_loader("json") is not None)
show("of a module", lambda: pkgutil.get_loader("json") is not None)
show("of none", pkgutil.get_loader, "none_such")

parser = argparse.ArgumentParser(prog="program")
commands = parser.add_subparsers()
commands.add_parser("one", aliases=["uno"])
show("twice", parser.add_subparsers)
show("the same command", commands.add_parser, "one")
show("the same alias", commands.add_parser, "two", aliases=["uno"])
show("dest", parser.add_argument, "x", dest="y")
show("type", parser.add_argument, "--x", type="none")
group = parser.add_argument_group("a")
show("nested", lambda: type(group.add_argument_group("b")).__name__)
exclusive = parser.add_mutually_exclusive_group()
show("nested", lambda: type(exclusive.add_mutually_exclusive_group()).__name__)

make = functools._make_key
show("one argument", make, (1,), {}, False)
show("typed", lambda: list(make((1,), {}, True)))
show("keywords", lambda: make((1,), {"a": 2}, False) == make((1,), {"a": 2}, False))
show("hash", lambda: hash(make((1, 2), {}, False)) == hash((1, 2)))

from urllib.parse import urljoin

for base, url in [("http://a/b?q#f", "http://a/c#"), ("http://a/b?q", "c?"), ("http://a/b?q#f", "?"), ("http://a/b?q#f", "#"),
                  ("http://a/b;p?q", "#g"), ("http://a/b/c", "../d?x#"), ("//a/b", "c#"), ("http://a?x", "http:")]:
    print("urljoin", base, url, urljoin(base, url))

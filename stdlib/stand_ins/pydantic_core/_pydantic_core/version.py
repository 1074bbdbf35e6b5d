"""The version of the stand-in: that of the surrounding package."""

import os
import sys

# The version that the stand-in follows.
_OWN = "2.50.5"


def installed_version():
    """Returns the version of the installed package, which pydantic compares with the one that it needs."""
    package = sys.modules.get("pydantic_core")
    for folder in getattr(package, "__path__", ()):
        try:
            names = os.listdir(os.path.dirname(folder))
        except OSError:
            continue
        for name in names:
            if name.startswith("pydantic_core-") and name.endswith(".dist-info"):
                return name[len("pydantic_core-") : -len(".dist-info")]
    return _OWN

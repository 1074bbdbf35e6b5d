"""SystemExit with a text that is no string."""

import sys

try:
    sys.exit([1, "two"])
except SystemExit as error:
    print(repr(error), error.code)
raise SystemExit({"a": 1})

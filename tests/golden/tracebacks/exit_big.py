"""SystemExit with a number beyond a byte."""

import sys

sys.exit(256 + 7)

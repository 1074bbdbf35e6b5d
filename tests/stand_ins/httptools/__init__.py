# The package around the compiled part, as little as programs here need of it.
from .parser import *
from .parser import errors, parser, url_parser

# The package around the compiled part, as little as programs here need of it.
from .orjson import *
from .orjson import __all__, __version__

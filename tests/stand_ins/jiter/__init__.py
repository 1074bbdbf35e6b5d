# The package around the compiled part, as little as programs here need of it.
from .jiter import *

__all__ = jiter.__all__

# The package around the compiled part, as little as programs here need of it.
from ._pydantic_core import *

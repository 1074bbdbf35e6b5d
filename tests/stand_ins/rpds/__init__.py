# The package around the compiled part, as little as programs here need of it.
from .rpds import *

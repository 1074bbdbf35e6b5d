# The package around the compiled part, as little as programs here need of it.
from ._audioop import *
from ._audioop import error

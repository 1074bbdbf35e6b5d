# The package around the compiled part, as little as programs here need of it.
from ._xxhash import *

xxh128 = xxh3_128

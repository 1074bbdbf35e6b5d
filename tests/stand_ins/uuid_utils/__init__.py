# The package around the compiled part, as little as programs here need of it.
from ._uuid_utils import *
from ._uuid_utils import _uuid4_int, _uuid7_int
from ._uuid_utils import reseed as reseed_rng

"""What xxhash takes from its compiled part, `xxhash._xxhash`: the hashes of the family xxHash."""

from operator import index as _index

from _hob_xxhash import start as _start

XXHASH_VERSION = "0.8.4"
__all__ = ["XXHASH_VERSION"]


class _Hash:
    """A hash of the data so far."""

    __slots__ = ("_state", "_seed")

    def __init_subclass__(cls):
        if cls.__module__ != __name__:
            raise TypeError(f"type 'xxhash.{cls.__base__.__name__}' is not an acceptable base type")

    def __new__(cls, data=b"", seed=0):
        self = object.__new__(cls)
        self._seed = _index(seed) & cls._greatest_seed
        self.reset()
        self._state.update(data)
        return self

    def update(self, data):
        """Update the hash with the bytes of an object."""
        self._state.update(data)

    def digest(self):
        """Return the digest as bytes."""
        return self._state.digest()

    def hexdigest(self):
        """Return the digest as hexadecimal digits."""
        return self._state.hexdigest()

    def intdigest(self):
        """Return the digest as an int."""
        return int.from_bytes(self._state.digest())

    def copy(self):
        """Return a hash with the same state."""
        other = object.__new__(type(self))
        other._seed, other._state = self._seed, self._state.copy()
        return other

    def reset(self):
        """Return to the state without data."""
        self._state = _start(self._name, self._seed.to_bytes(8))

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle 'xxhash.{type(self).__name__}' object")

    name = property(lambda self: self._name)
    seed = property(lambda self: self._seed)
    block_size = property(lambda self: self._state.block_size)
    digest_size = property(lambda self: self._state.digest_size)
    digestsize = digest_size


def _declare(python_name, name, greatest_seed):
    """Adds the class of an algorithm, and its functions for data that is there as a whole."""
    made = type(python_name, (_Hash,), {
        "__slots__": (), "__module__": __name__, "_name": name, "_greatest_seed": greatest_seed,
    })
    made.__module__ = "xxhash"

    def digest(data, seed=0):
        return made(data, seed).digest()

    def hexdigest(data, seed=0):
        return made(data, seed).hexdigest()

    def intdigest(data, seed=0):
        return made(data, seed).intdigest()

    globals()[python_name] = made
    __all__.append(python_name)
    for function in (digest, hexdigest, intdigest):
        function.__name__ = function.__qualname__ = f"{python_name}_{function.__name__}"
        globals()[function.__name__] = function
        __all__.append(function.__name__)


_declare("xxh32", "XXH32", (1 << 32) - 1)
_declare("xxh64", "XXH64", (1 << 64) - 1)
_declare("xxh3_64", "XXH3_64", (1 << 64) - 1)
_declare("xxh3_128", "XXH3_128", (1 << 64) - 1)

"""What uuid_utils takes from its compiled part, `uuid_utils._uuid_utils`: identifiers of RFC 9562."""

import time as _time
import uuid as _uuid
from hashlib import md5 as _md5
from hashlib import sha1 as _sha1
from random import SystemRandom as _SystemRandom
from uuid import RESERVED_FUTURE, RESERVED_MICROSOFT, RESERVED_NCS, RFC_4122, SafeUUID

__version__ = "0.19.0"
__all__ = [
    "MAX", "NAMESPACE_DNS", "NAMESPACE_OID", "NAMESPACE_URL", "NAMESPACE_X500", "NIL", "RESERVED_FUTURE",
    "RESERVED_MICROSOFT", "RESERVED_NCS", "RFC_4122", "UUID", "__version__", "_uuid4_int", "_uuid7_int", "getnode",
    "reseed", "uuid1", "uuid3", "uuid4", "uuid5", "uuid6", "uuid7", "uuid8",
]

# Intervals of 100 ns between 1582-10-15 and 1970-01-01.
_EPOCH = 0x01B21DD213814000
_draw = _SystemRandom().getrandbits


class UUID:
    """An identifier of 128 bits, from one of its forms."""

    __slots__ = ("_value", "__weakref__")
    is_safe = SafeUUID.unknown

    def __new__(cls, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        if hex is not None:
            number = _from_text(hex)
        elif bytes is not None:
            number = _from_bytes(bytes)
        elif bytes_le is not None:
            number = _uuid.UUID(bytes_le=_from_bytes(bytes_le).to_bytes(16)).int
        elif fields is not None:
            number = _from_fields(fields)
        else:
            number = _unsigned(int, 128)
        if version is not None:
            if not 1 <= version <= 8:
                raise ValueError("illegal version number.")
            number = _marked(number, version)
        return _new(number, cls)

    def __reduce_ex__(self, protocol):
        return _restored, (type(self), self._value.int)

    def __reduce__(self):
        raise TypeError("cannot pickle 'UUID' object")

    def __getstate__(self):
        return None

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __int__(self):
        return self._value.int

    def __hash__(self):
        return hash(self._value)

    def __repr__(self):
        return f"UUID('{self._value}')"

    def __str__(self):
        return str(self._value)

    def __eq__(self, other):
        return self._value.int == other._value.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self._value.int < other._value.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self._value.int <= other._value.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self._value.int > other._value.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self._value.int >= other._value.int if isinstance(other, UUID) else NotImplemented

    @property
    def int(self):
        return self._value.int

    @property
    def bytes(self):
        return self._value.bytes

    @property
    def bytes_le(self):
        return self._value.bytes_le

    @property
    def fields(self):
        return self._value.fields

    @property
    def time_low(self):
        return self._value.time_low

    @property
    def time_mid(self):
        return self._value.time_mid

    @property
    def time_hi_version(self):
        return self._value.time_hi_version

    @property
    def clock_seq_hi_variant(self):
        return self._value.clock_seq_hi_variant

    @property
    def clock_seq_low(self):
        return self._value.clock_seq_low

    @property
    def clock_seq(self):
        return self._value.clock_seq

    @property
    def node(self):
        return self._value.node

    @property
    def hex(self):
        return self._value.hex

    @property
    def urn(self):
        return self._value.urn

    @property
    def variant(self):
        return self._value.variant

    @property
    def version(self):
        return self._value.version

    @property
    def time(self):
        """The time in the unit of the version."""
        number, version = self._value.int, self._value.version
        if version == 6:
            return (number >> 80) << 12 | number >> 64 & 0x0fff
        if version == 7:
            return number >> 80
        return self._value.time

    @property
    def timestamp(self):
        """Milliseconds since 1970, for versions with a time."""
        version = self._value.version
        if version == 7:
            return self.time
        if version not in (1, 6):
            raise ValueError("UUID version should be one of (v1, v6 or v7).")
        return (self.time - _EPOCH) // 10_000


UUID.__module__ = "uuid_utils"


def _new(number, cls=UUID):
    self = object.__new__(cls)
    object.__setattr__(self, "_value", _uuid.UUID(int=number))
    return self


def _restored(cls, number):
    return _new(number, cls)


def _marked(number, version):
    """A number with the bits of a version and of the variant of RFC 9562."""
    return number & ~(0xf << 76 | 0x3 << 62) | version << 76 | 0x2 << 62


def _unsigned(number, bits):
    if number < 0:
        raise OverflowError("can't convert negative int to unsigned")
    if number >> bits:
        raise OverflowError("int too big to convert")
    return number


def _from_bytes(value):
    if len(value) != 16:
        raise ValueError(f"expected a sequence of length 16 (got {len(value)})")
    return int.from_bytes(value)


def _from_text(value):
    if not isinstance(value, str):
        raise TypeError(f"'{type(value).__name__}' object is not an instance of 'str'")
    digits = value.removeprefix("urn:uuid:")
    if len(digits) == 36 and [at for at, char in enumerate(digits) if char == "-"] == [8, 13, 18, 23]:
        digits = digits.replace("-", "")
    if len(digits) != 32 or set(digits) - set("0123456789abcdefABCDEF"):
        raise ValueError("badly formed hexadecimal UUID string")
    return int(digits, 16)


def _from_fields(fields):
    if len(fields) != 6:
        raise ValueError(f"expected tuple of length 6, but got tuple of length {len(fields)}")
    number = 0
    for field, bits in zip(fields, (32, 16, 16, 8, 8, 48)):
        if field < 0:
            raise OverflowError("number too small to fit in target type")
        if field >> bits:
            raise OverflowError("number too large to fit in target type")
        number = number << bits | field
    return number


def _named(hash, namespace, name, version):
    if not isinstance(namespace, UUID):
        raise TypeError(f"'{type(namespace).__name__}' object is not an instance of 'UUID'")
    if isinstance(name, str):
        name = name.encode()
    elif not isinstance(name, bytes):
        raise TypeError(f"the name of a UUID is str or bytes, not '{type(name).__name__}'")
    digest = hash(namespace.bytes + name, usedforsecurity=False).digest()
    return _new(_marked(int.from_bytes(digest[:16]), version))


_last_time = 0


def _now():
    """The time in intervals of 100 ns since 1582, later than in the last call."""
    global _last_time
    _last_time = max(_time.time_ns() // 100 + _EPOCH, _last_time + 1)
    return _last_time


def _node(node):
    return getnode() if node is None else _unsigned(node, 64) & (1 << 48) - 1


def getnode():
    """Get the hardware address as a 48-bit positive integer."""
    return _uuid.getnode()


def reseed():
    """Forget what the last identifiers of version 7 were; randomness comes from the system."""
    global _last_counter
    _last_counter = (-1, 0)


def uuid1(node=None, clock_seq=None):
    """Generate a UUID from a host ID, sequence number, and the current time."""
    now, sequence = _now(), _draw(14) if clock_seq is None else clock_seq & 0x3fff
    number = (now & 0xffffffff) << 96 | (now >> 32 & 0xffff) << 80 | (now >> 48 & 0x0fff) << 64
    return _new(_marked(number | sequence << 48 | _node(node), 1))


def uuid3(namespace, name):
    """Generate a UUID from the MD5 hash of a namespace UUID and a name."""
    return _named(_md5, namespace, name, 3)


def _uuid4_int():
    return _marked(_draw(128), 4)


def uuid4():
    """Generate a random UUID."""
    return _new(_uuid4_int())


def uuid5(namespace, name):
    """Generate a UUID from the SHA-1 hash of a namespace UUID and a name."""
    return _named(_sha1, namespace, name, 5)


def uuid6(node=None, timestamp=None, nanos=None):
    """Generate a version 6 UUID using the given timestamp and a host ID."""
    now = _now() if timestamp is None else timestamp * 10_000_000 + (nanos or 0) // 100 + _EPOCH
    number = (now >> 12) << 80 | (now & 0x0fff) << 64
    return _new(_marked(number | _draw(14) << 48 | _node(node), 6))


# The milliseconds and the counter of the last identifier of version 7.
_last_counter = (-1, 0)
_COUNTER_BITS = 42


def _uuid7_int(timestamp=None, nanos=None):
    global _last_counter
    if timestamp is not None:
        milliseconds = timestamp * 1000 + (nanos or 0) // 1_000_000
        return _marked(milliseconds << 80 | _draw(80), 7)
    milliseconds, (last, counter) = _time.time_ns() // 1_000_000, _last_counter
    if milliseconds > last:
        # The first bit is zero, so that there is room to count.
        counter = _draw(_COUNTER_BITS - 1)
    else:
        milliseconds, counter = last, counter + 1
        if counter >> _COUNTER_BITS:
            milliseconds, counter = last + 1, _draw(_COUNTER_BITS - 1)
    _last_counter = milliseconds, counter
    # The counter surrounds the bits of the variant.
    number = milliseconds << 80 | (counter >> 30) << 64 | (counter & (1 << 30) - 1) << 32 | _draw(32)
    return _marked(number, 7)


def uuid7(timestamp=None, nanos=None):
    """Generate a version 7 UUID using a time value and random bytes."""
    return _new(_uuid7_int(timestamp, nanos))


def uuid8(bytes):
    """Generate a custom UUID comprised almost entirely of user-supplied bytes."""
    return _new(_marked(_from_bytes(bytes), 8))


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = map(
    lambda name: _new(getattr(_uuid, name).int), ("NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID", "NAMESPACE_X500")
)
NIL, MAX = _new(0), _new((1 << 128) - 1)

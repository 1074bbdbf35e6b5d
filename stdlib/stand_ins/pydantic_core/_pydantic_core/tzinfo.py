"""`TzInfo`, the time zone of a fixed offset from UTC that aware results have."""

import math
import struct
from datetime import datetime, timedelta, tzinfo

_DAY = 86_400


class TzInfo(tzinfo):
    """A time zone of a fixed offset, in seconds, less than a day from UTC. The one of offset 0 is shared."""

    __slots__ = ("_seconds",)
    __module__ = "pydantic_core._pydantic_core"

    def __new__(cls, seconds=0.0):
        # Raises TypeError for values that are not numbers.
        math.fabs(seconds)
        return fixed_offset(_single_precision(float(seconds)))

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'pydantic_core._pydantic_core.TzInfo' is not an acceptable base type")

    def utcoffset(self, dt, /):
        """The offset, for any datetime."""
        return timedelta(seconds=self._seconds)

    def tzname(self, dt, /):
        """The name: the offset as text."""
        return str(self)

    def dst(self, dt, /):
        """None: no summer time is known."""
        return None

    def fromutc(self, dt, /):
        """The datetime, moved by the offset."""
        if not isinstance(dt, datetime):
            raise TypeError(f"'{type(dt).__name__}' object is not an instance of 'datetime'")
        return dt.__add__(timedelta(seconds=self._seconds))

    def __repr__(self):
        return f"TzInfo({self._seconds})"

    def __str__(self):
        if self._seconds == 0:
            return "UTC"
        minutes, seconds = divmod(abs(self._seconds), 60)
        text = f"{'+' if self._seconds > 0 else '-'}{minutes // 60:02}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text

    def __hash__(self):
        return hash((TzInfo, self._seconds))

    def __eq__(self, other):
        offset = _offset_of(other)
        return NotImplemented if offset is None else self._seconds == offset

    def __lt__(self, other):
        offset = _offset_of(other)
        return NotImplemented if offset is None else self._seconds < offset

    def __le__(self, other):
        offset = _offset_of(other)
        return NotImplemented if offset is None else self._seconds <= offset

    def __gt__(self, other):
        offset = _offset_of(other)
        return NotImplemented if offset is None else self._seconds > offset

    def __ge__(self, other):
        offset = _offset_of(other)
        return NotImplemented if offset is None else self._seconds >= offset

    def __deepcopy__(self, _memo, /):
        return fixed_offset(self._seconds)

    def __reduce__(self):
        return TzInfo, (self._seconds,)


def fixed_offset(seconds):
    """The `TzInfo` of an offset in whole seconds. Raises ValueError when it is a day or more."""
    if seconds == 0:
        return _UTC
    if not -_DAY < seconds < _DAY:
        raise ValueError(
            f"TzInfo offset must be strictly between -86400 and 86400 (24 hours) seconds, got {seconds}"
        )
    return _make(seconds)


def _make(seconds):
    zone = tzinfo.__new__(TzInfo)
    zone._seconds = seconds
    return zone


def _single_precision(value):
    """The whole part of a float in single precision, held within 32 bits, as the original's argument is."""
    if value != value:
        return 0
    try:
        value = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        value = math.copysign(math.inf, value)
    return int(max(-(2.0**31), min(2.0**31 - 1, value)))


def _offset_of(zone):
    """The offset in seconds of a time zone that has a fixed one, else None."""
    if not isinstance(zone, tzinfo):
        return None
    offset = zone.utcoffset(None)
    return None if offset is None else round(offset.total_seconds())


_UTC = _make(0)

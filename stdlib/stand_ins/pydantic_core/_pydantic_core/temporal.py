"""Dates, times and durations from text and from numbers.

The accepted forms are those of RFC 3339 (a little relaxed), ISO 8601 durations and Unix timestamps. A text that
matches the shape of its kind is read with one regular expression; only a text that fails is walked through byte by
byte, to say what is wrong at the first place where something is.
"""

import math
import re
from datetime import date, datetime, time, timedelta

from .tzinfo import fixed_offset


class TemporalError(ValueError):
    """The input is no date, time or duration. Its only argument is the reason."""


class YearZero(TemporalError):
    """The input is well formed, but is in the year 0, which `datetime` does not have."""

    def __init__(self, midnight=True):
        super().__init__("year 0 is out of range")
        self.midnight = midnight


# Timestamps up to this magnitude are seconds, all others milliseconds, if the unit is inferred.
_WATERSHED = 20_000_000_000
# 0000-01-01T00:00:00 and 9999-12-31T23:59:59 as Unix timestamps.
_FIRST_SECOND = -62_167_219_200
_LAST_SECOND = 253_402_300_799
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

_I64_MIN = -(2**63)
_I64_MAX = 2**63 - 1
_U32_MAX = 2**32 - 1

_DATE_SHAPE = r"(\d{4})-(\d\d)-(\d\d)"
_TIME_SHAPE = r"(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:([Zz])|([-+\u2212])(\d\d):?(\d\d))?"
_DATE = re.compile(_DATE_SHAPE, re.ASCII)
_TIME = re.compile(_TIME_SHAPE, re.ASCII)
_DATETIME = re.compile(_DATE_SHAPE + "[Tt _]" + _TIME_SHAPE, re.ASCII)

# The numbers that a text may represent. A float must have a decimal point.
_INT = re.compile(r"([-+]?)(\d+)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


def parse_date(data, unit="infer"):
    """The `date` that a text or bytes give: `YYYY-MM-DD`, or a timestamp at midnight."""
    text = _as_text(data)
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = match.groups()
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    raw = _as_bytes(data)
    try:
        _check_date(raw)
        if len(raw) > 10:
            raise TemporalError("unexpected extra characters at the end of the input")
    except TemporalError:
        number = _int_from_text(text)
        if number is None:
            raise
        seconds, microseconds = _split_timestamp(number, unit)
        day_number, rest = _day_of_timestamp(seconds)
        if rest or microseconds:
            raise TemporalError("Timestamp is not an exact date") from None
        if day_number < 1:
            raise YearZero from None
        return date.fromordinal(day_number)
    raise YearZero


def parse_time(data, precision="truncate"):
    """The `time` that a text or bytes give, with or without an offset.

    `precision` says whether more than six digits after the second are an 'error' or to 'truncate'.
    """
    match = _TIME.fullmatch(_as_text(data))
    if match:
        parts = _time_parts(match.groups(), precision)
        if parts:
            return time(*parts)
    raw = _as_bytes(data)
    _check_time(raw, 0, precision)
    raise AssertionError("a time that is well formed must match its shape")


def parse_datetime(data, unit="infer", precision="truncate"):
    """The `datetime` that a text or bytes give: a date, a separator and a time, or a timestamp (which is UTC)."""
    text = _as_text(data)
    match = _DATETIME.fullmatch(text)
    if match:
        year, month, day, *rest = match.groups()
        parts = _time_parts(rest, precision)
        if parts:
            try:
                return datetime(int(year), int(month), int(day), *parts)
            except ValueError:
                pass
    raw = _as_bytes(data)
    try:
        _check_date(raw)
        if raw[10:11] not in (b"T", b"t", b" ", b"_"):
            raise TemporalError("invalid datetime separator, expected `T`, `t`, `_` or space")
        midnight = _check_time(raw, 11, precision) == (0, 0)
    except TemporalError:
        number = _int_from_text(text)
        if number is not None:
            return datetime_from_int(number, unit)
        number = _float_from_text(text)
        if number is None:
            raise
        unit = _unit_of_float(number, unit)
        if precision == "error":
            decimals = len(raw.partition(b".")[2])
            if unit == "milliseconds" and decimals > 3:
                raise TemporalError("millisecond fraction value is more than 3 digits long") from None
            if unit == "seconds" and decimals > 6:
                raise TemporalError("second fraction value is more than 6 digits long") from None
        return datetime_from_float(number, unit)
    raise YearZero(midnight)


def parse_duration(data, precision="truncate"):
    """The `timedelta` that a text or bytes give: an ISO 8601 duration, `HH:MM:SS` or `D days, HH:MM:SS`."""
    raw = _as_bytes(data)
    sign = -1 if raw[:1] == b"-" else 1
    if raw[:1] in (b"-", b"+"):
        raw = raw[1:]
    if not raw:
        raise TemporalError("input is too short")
    if raw[:1] == b"P":
        parts = _iso_duration(raw[1:])
    elif b"d" in raw or b"D" in raw or len(raw) < 5:
        parts = _days_and_time(raw, precision)
    else:
        parts = _clock_duration(raw, precision)
    return _duration(sign, *parts)


def datetime_from_number(value, unit="infer"):
    """The `datetime` in UTC of a timestamp, an int or a float. Raises OverflowError for an int no float can hold."""
    if isinstance(value, int):
        if _I64_MIN <= value <= _I64_MAX:
            return datetime_from_int(value, unit)
        value = float(value)
    return datetime_from_float(value, unit)


def datetime_from_int(value, unit="infer"):
    """The `datetime` in UTC of a timestamp that is a 64-bit int."""
    return _datetime_of_timestamp(*_split_timestamp(value, unit))


def datetime_from_float(value, unit="infer"):
    """The `datetime` in UTC of a timestamp that is a float, rounded to the nearest microsecond."""
    if value != value:
        raise TemporalError("NaN values not permitted")
    unit = _unit_of_float(value, unit)
    whole = _floor_i64(value)
    fraction = value - math.floor(value) if math.isfinite(value) else 0.0
    extra = _round(fraction * (1_000.0 if unit == "milliseconds" else 1_000_000.0))
    seconds, microseconds = _split_timestamp(whole, unit)
    carry, microseconds = divmod(microseconds + extra, 1_000_000)
    return _datetime_of_timestamp(seconds + carry, microseconds)


def time_from_number(value):
    """The `time` in UTC, a number of seconds after midnight. Raises OverflowError for an int no float can hold."""
    if isinstance(value, int):
        if _I64_MIN <= value <= _I64_MAX:
            return _time_of_seconds(value, 0)
        value = float(value)
    if value != value:
        raise TemporalError("NaN values not permitted")
    fraction = abs(math.fmod(value, 1.0)) if math.isfinite(value) else 0.0
    return _time_of_seconds(_floor_i64(value), _round(fraction * 1_000_000.0))


def duration_from_number(value):
    """The `timedelta` of a number of seconds. Raises OverflowError for an int no float can hold."""
    if isinstance(value, int):
        if _I64_MIN <= value <= _I64_MAX:
            days, seconds = divmod(abs(value), 86_400)
            return _duration(1 if value >= 0 else -1, days, seconds, 0)
        value = float(value)
    if value != value:
        raise TemporalError("NaN values not permitted")
    sign = 1 if value >= 0 else -1
    value = abs(value)
    if math.isinf(value):
        raise TemporalError("durations may not exceed 999,999,999 days")
    microseconds = _round(math.fmod(value, 1.0) * 1_000_000.0)
    return _duration(sign, int(value / 86_400.0), int(value) % 86_400, microseconds)


def _as_text(data):
    return data if isinstance(data, str) else bytes(data).decode("utf-8", "replace")


def _as_bytes(data):
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)


def _time_parts(groups, precision):
    """The arguments of `time` for the groups of `_TIME_SHAPE`, or None when one of them is out of range."""
    hour, minute, second, fraction, zulu, sign, zone_hours, zone_minutes = groups
    hour = int(hour)
    minute = int(minute)
    second = int(second) if second else 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    microsecond = 0
    if fraction:
        if len(fraction) > 6 and precision == "error":
            return None
        microsecond = int(fraction[:6].ljust(6, "0"))
    zone = None
    if zulu:
        zone = fixed_offset(0)
    elif sign:
        zone_minutes = int(zone_minutes)
        offset = int(zone_hours) * 3600 + zone_minutes * 60
        if zone_minutes > 59 or offset >= 86_400:
            return None
        zone = fixed_offset(offset if sign == "+" else -offset)
    return hour, minute, second, microsecond, zone


def _two_digits(raw, position, reason):
    """The number of two digits at a position; `reason` is why it fails when they are not there."""
    pair = raw[position : position + 2]
    if len(pair) < 2 or not pair.isdigit():
        raise TemporalError(reason)
    return int(pair)


def _check_date(raw):
    """Raises for the first fault in the date that bytes begin with."""
    if len(raw) < 10:
        raise TemporalError("input is too short")
    if not raw[:4].isdigit():
        raise TemporalError("invalid character in year")
    if raw[4:5] != b"-":
        raise TemporalError("invalid date separator, expected `-`")
    month = _two_digits(raw, 5, "invalid character in month")
    if raw[7:8] != b"-":
        raise TemporalError("invalid date separator, expected `-`")
    day = _two_digits(raw, 8, "invalid character in day")
    if not 1 <= month <= 12:
        raise TemporalError("month value is outside expected range of 1-12")
    year = int(raw[:4])
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = 29 if leap else 28
    else:
        last = 30 if month in (4, 6, 9, 11) else 31
    if not 1 <= day <= last:
        raise TemporalError("day value is outside expected range")


def _clock(raw, start, precision):
    """Reads `HH:MM[:SS[.f]]` at a position: the seconds, the microseconds and the position after them."""
    if len(raw) - start < 5:
        raise TemporalError("input is too short")
    hour = _two_digits(raw, start, "invalid character in hour")
    if raw[start + 2 : start + 3] != b":":
        raise TemporalError("invalid time separator, expected `:`")
    minute = _two_digits(raw, start + 3, "invalid character in minute")
    if hour > 23:
        raise TemporalError("hour value is outside expected range of 0-23")
    if minute > 59:
        raise TemporalError("minute value is outside expected range of 0-59")
    position = start + 5
    second = microsecond = 0
    if raw[position : position + 1] == b":":
        second = _two_digits(raw, position + 1, "invalid character in second")
        if second > 59:
            raise TemporalError("second value is outside expected range of 0-59")
        position += 3
        if raw[position : position + 1] in (b".", b","):
            first = position = position + 1
            while raw[position : position + 1].isdigit():
                position += 1
            digits = raw[first:position]
            if not digits:
                raise TemporalError("second fraction digits missing after `.`")
            if len(digits) > 6 and precision == "error":
                raise TemporalError("second fraction value is more than 6 digits long")
            microsecond = int(digits[:6].ljust(6, b"0"))
    return hour * 3600 + minute * 60 + second, microsecond, position


def _check_time(raw, start, precision):
    """The seconds and microseconds of the time that fills bytes from a position on. Raises for its first fault."""
    seconds, microseconds, position = _clock(raw, start, precision)
    if position == len(raw):
        return seconds, microseconds
    if raw[position] in b"Zz":
        position += 1
    else:
        sign = next((s for s in (b"+", b"-", "\u2212".encode()) if raw.startswith(s, position)), None)
        if sign is None:
            raise TemporalError("invalid timezone sign")
        position += len(sign)
        hours = _two_digits(raw, position, "invalid timezone hour")
        position += 2
        if raw[position : position + 1] == b":":
            position += 1
        minutes = _two_digits(raw, position, "invalid timezone minute")
        position += 2
        if minutes > 59:
            raise TemporalError("timezone minute value is outside expected range of 0-59")
        if hours > 23:
            raise TemporalError("timezone offset must be less than 24 hours")
    if position < len(raw):
        raise TemporalError("unexpected extra characters at the end of the input")
    return seconds, microseconds


def _int_from_text(text):
    """The 64-bit int that a text is, or None."""
    match = _INT.fullmatch(text)
    digits = match[2].lstrip("0") if match else ""
    if not match or len(digits) > 19:
        return None
    number = int(match[1] + (digits or "0"))
    return number if _I64_MIN <= number <= _I64_MAX else None


def _float_from_text(text):
    """The float with a decimal point that a text is, or None."""
    return float(text) if _FLOAT.fullmatch(text) else None


def _unit_of_float(value, unit):
    if unit != "infer":
        return unit
    return "milliseconds" if abs(value) > _WATERSHED else "seconds"


def _floor_i64(value):
    """The floor of a float, held within 64 bits."""
    if math.isinf(value):
        return _I64_MAX if value > 0 else _I64_MIN
    return max(_I64_MIN, min(_I64_MAX, math.floor(value)))


def _round(value):
    """The nearest int of a float that is not negative, away from zero from a half on. NaN is 0."""
    if value != value:
        return 0
    whole = math.floor(value)
    return whole + 1 if value - whole >= 0.5 else whole


def _split_timestamp(value, unit):
    """Seconds and microseconds of an int timestamp."""
    if unit == "seconds" or (unit == "infer" and abs(value) <= _WATERSHED):
        return value, 0
    seconds, milliseconds = divmod(value, 1_000)
    return seconds, milliseconds * 1_000


def _day_of_timestamp(seconds):
    """The day, as an ordinal, and the second of the day of a timestamp in seconds."""
    if seconds < _FIRST_SECOND:
        raise TemporalError("dates before 0000 are not supported as unix timestamps") from None
    if seconds > _LAST_SECOND:
        raise TemporalError("dates after 9999 are not supported as unix timestamps") from None
    days, rest = divmod(seconds, 86_400)
    return days + _EPOCH_ORDINAL, rest


def _datetime_of_timestamp(seconds, microseconds):
    ordinal, rest = _day_of_timestamp(seconds)
    if ordinal < 1:
        raise YearZero(rest == 0 and microseconds == 0) from None
    day = date.fromordinal(ordinal)
    return datetime(
        day.year, day.month, day.day, rest // 3600, rest // 60 % 60, rest % 60, microseconds, fixed_offset(0)
    )


def _time_of_seconds(seconds, microseconds):
    if seconds < 0:
        raise TemporalError("time in seconds should be positive")
    carry, microseconds = divmod(microseconds, 1_000_000)
    seconds += carry
    if seconds >= 86_400:
        raise TemporalError("numeric times may not exceed 86,399 seconds")
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, microseconds, fixed_offset(0))


def _duration(sign, days, seconds, microseconds):
    """The `timedelta` of parts that may exceed their ranges."""
    carry, microseconds = divmod(microseconds, 1_000_000)
    carry, seconds = divmod(_u32(seconds + carry), 86_400)
    days += carry
    if days > 999_999_999:
        raise TemporalError("durations may not exceed 999,999,999 days")
    return timedelta(sign * days, sign * seconds, sign * microseconds)


def _u32(value):
    """The value itself, unless it exceeds 32 bits."""
    if value > _U32_MAX:
        raise TemporalError("a numeric value in the duration is too large")
    return value


def _number(raw, position):
    """The whole number at a position and the position after it."""
    start = position
    while raw[position : position + 1].isdigit():
        position += 1
    if position == start:
        raise TemporalError("invalid digit in duration")
    digits = raw[start:position].lstrip(b"0")
    return _u32(int(digits[:11] or b"0")), position


_DATE_UNITS = {b"Y": 365, b"M": 30, b"W": 7, b"D": 1}
_TIME_UNITS = {b"H": 3600, b"M": 60, b"S": 1}


def _iso_duration(raw):
    """Days, seconds and microseconds of an ISO 8601 duration after its `P`."""
    days = seconds = microseconds = position = 0
    in_time = had_fraction = False
    while position < len(raw):
        if raw[position : position + 1] == b"T":
            if in_time:
                raise TemporalError("`t` character repeated in duration")
            in_time = True
            position += 1
            continue
        value, position = _number(raw, position)
        fraction = None
        if raw[position : position + 1] in (b".", b","):
            decimal, denominator = 0.0, 1.0
            position += 1
            while raw[position : position + 1].isdigit():
                decimal = decimal * 10.0 + (raw[position] - 48)
                denominator *= 10.0
                position += 1
            # With more digits than a float can hold, no fraction remains.
            fraction = decimal / denominator if math.isfinite(denominator) else 0.0
        if had_fraction:
            raise TemporalError("quantity fraction invalid in duration")
        had_fraction = fraction is not None
        letter = raw[position : position + 1]
        position += 1
        if in_time:
            if letter not in _TIME_UNITS:
                raise TemporalError("quantity invalid in time part of duration")
            unit = _TIME_UNITS[letter]
            seconds = _u32(seconds + _u32(unit * value))
            if fraction is not None:
                extra = fraction * unit
                seconds = _u32(seconds + int(extra))
                microseconds += _round((extra - int(extra)) * 1_000_000.0)
        else:
            if letter not in _DATE_UNITS:
                raise TemporalError("quantity invalid in date part of duration")
            unit = _DATE_UNITS[letter]
            days = _u32(days + _u32(unit * value))
            if fraction is not None:
                extra = fraction * unit
                days = _u32(days + int(extra))
                extra = (extra - int(extra)) * 86_400.0
                seconds = _u32(seconds + int(extra))
                microseconds += _round((extra - int(extra)) * 1_000_000.0)
    if position < 2:
        raise TemporalError("input is too short")
    return days, seconds, microseconds


def _days_and_time(raw, precision):
    """Days, seconds and microseconds of `D days, HH:MM:SS`, whose time may be missing."""
    days, position = _number(raw, 0)
    if raw[position : position + 1] == b" ":
        position += 1
    if raw[position : position + 1] not in (b"d", b"D"):
        raise TemporalError('"day" identifier in duration not correctly formatted')
    position += 1
    if raw[position : position + 1] in (b"a", b"A"):
        word = next((w for w in (b"ays", b"ay", b"AYS", b"AY") if raw.startswith(w, position)), None)
        if word is None:
            raise TemporalError('"day" identifier in duration not correctly formatted')
        position += len(word)
    for gap in (b", ", b",", b" "):
        if raw.startswith(gap, position):
            position += len(gap)
            break
    if position == len(raw):
        return days, 0, 0
    more_days, seconds, microseconds = _clock_duration(raw[position:], precision)
    if more_days:
        raise TemporalError("durations may not exceed 999,999,999 hours")
    return days, seconds, microseconds


def _clock_duration(raw, precision):
    """Days, seconds and microseconds of `HH:MM[:SS[.f]]`, where the hours may have up to ten digits."""
    if len(raw) < 5:
        raise TemporalError("input is too short")
    hours, colon, rest = raw.partition(b":")
    if not colon:
        raise TemporalError("invalid character in hour")
    if len(hours) > 10:
        raise TemporalError("durations may not exceed 999,999,999 hours")
    if hours and not hours.isdigit():
        raise TemporalError("invalid character in hour")
    hours = int(hours or b"0")
    if hours > 2_400_000_000:
        raise TemporalError("durations may not exceed 999,999,999 hours")
    if len(rest) > 12:
        if precision == "error":
            raise TemporalError("second fraction value is more than 6 digits long")
        rest = rest[:12]
    minutes = b"00:" + rest
    seconds, microseconds, position = _clock(minutes, 0, precision)
    if position < len(minutes):
        raise TemporalError("unexpected extra characters at the end of the input")
    days, hours = divmod(hours, 24)
    return days, seconds + hours * 3600, microseconds

"""The settings of serialization, and the texts of times and bytes that they choose."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from .arguments import expect
from .errors import SchemaError
from .ser_errors import JsonTextError

# The modes of each setting, the first of which is the default.
MODES = {
    "ser_json_timedelta": ("TimedeltaMode", ("iso8601", "float")),
    "ser_json_temporal": ("TemporalMode", ("iso8601", "seconds", "milliseconds")),
    "ser_json_bytes": ("BytesMode", ("utf8", "base64", "hex")),
    "ser_json_inf_nan": ("InfNanMode", ("null", "constants", "strings")),
}

_EPOCH_DAY = 719163


def checked_mode(key, value):
    """Returns the mode of a setting, or raises `SchemaError`."""
    kind, known = MODES[key]
    expect(value, str)
    if value not in known:
        listed = "".join(f"{mode} or " for mode in known)
        raise SchemaError(f"Invalid {kind} serialization mode: `{value}`, expected {listed}")
    return value


def config_mode(config, key):
    """Returns the mode that a schema's config sets, or the default."""
    if config is None or key not in config:
        return MODES[key][1][0]
    return checked_mode(key, config[key])


def timedelta_mode(config):
    """Returns the mode of time differences, which `ser_json_temporal` sets before `ser_json_timedelta`."""
    if config is not None and "ser_json_temporal" in config:
        return config_mode(config, "ser_json_temporal")
    return "iso8601" if config_mode(config, "ser_json_timedelta") == "iso8601" else "seconds"


class Config:
    """The modes of values whose schema says nothing."""

    __slots__ = ("temporal", "timedelta", "bytes", "inf_nan")

    def __init__(self, temporal, timedelta, bytes, inf_nan):
        self.temporal = temporal
        self.timedelta = timedelta
        self.bytes = bytes
        self.inf_nan = inf_nan

    @classmethod
    def of_schema(cls, config):
        """Returns the settings of a schema's config."""
        return cls(
            config_mode(config, "ser_json_temporal"),
            timedelta_mode(config),
            config_mode(config, "ser_json_bytes"),
            config_mode(config, "ser_json_inf_nan"),
        )

    @classmethod
    def of_arguments(cls, timedelta_mode, temporal_mode, bytes_mode, inf_nan_mode):
        """Returns the settings that the arguments of `to_json` say."""
        temporal = checked_mode("ser_json_temporal", temporal_mode)
        difference = temporal
        if temporal == "iso8601":
            if checked_mode("ser_json_timedelta", timedelta_mode) == "float":
                difference = "seconds"
        return cls(
            temporal,
            difference,
            checked_mode("ser_json_bytes", bytes_mode),
            checked_mode("ser_json_inf_nan", inf_nan_mode),
        )


def bytes_text(data, mode, is_text=False):
    """Returns bytes as a string; bytes that are no UTF-8 are an error, of JSON text if `is_text`."""
    if mode == "hex":
        return data.hex()
    if mode == "base64":
        return urlsafe_b64encode(data).decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start, end, reason = error.start, error.end, error.reason
    if not is_text:
        raise UnicodeDecodeError("utf-8", bytes(data), start, start + 1, "invalid utf-8")
    if reason == "unexpected end of data":
        raise JsonTextError(f"incomplete utf-8 byte sequence from index {start}")
    raise JsonTextError(f"invalid utf-8 sequence of {end - start} bytes from index {start}")


def plain_float(value):
    """Returns a float as text without an exponent, and without a point if it is whole."""
    if value != value:
        return "NaN"
    text = repr(value)
    if "e" in text:
        mantissa, exponent = text.split("e")
        sign = "-" if mantissa[0] == "-" else ""
        whole, _, fraction = mantissa.lstrip("-").partition(".")
        digits, point = whole + fraction, len(whole) + int(exponent)
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        return sign + digits.ljust(point, "0")
    return text[:-2] if text.endswith(".0") else text


def complex_text(value):
    """Returns a complex number as text: its parts without exponents, without the real one if that is 0."""
    real, imaginary = value.real, value.imag
    text = plain_float(imaginary) + "j"
    if real == 0.0:
        return text
    sign = "" if text[0] == "-" else "+"
    return plain_float(real) + sign + text


def _offset_seconds(zone, moment):
    if zone is None:
        return None
    offset = zone.utcoffset(moment)
    return None if offset is None else round(offset.total_seconds())


def _with_offset(text, offset):
    if offset is None:
        return text
    if offset == 0:
        return text + "Z"
    sign = "-" if offset < 0 else "+"
    minutes = abs(offset) // 60
    return f"{text}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _clock_text(value):
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return f"{text}.{value.microsecond:06}" if value.microsecond else text


def datetime_json(value, mode):
    """Returns a moment as its ISO text, or as a number of seconds or milliseconds since 1970."""
    offset = _offset_seconds(value.tzinfo, value)
    if mode == "iso8601":
        text = f"{value.year:04}-{value.month:02}-{value.day:02}T{_clock_text(value)}"
        return _with_offset(text, offset)
    days = datetime(value.year, value.month, value.day).toordinal() - _EPOCH_DAY
    seconds = days * 86400 + value.hour * 3600 + value.minute * 60 + value.second - (offset or 0)
    if mode == "seconds":
        return seconds + value.microsecond / 1_000_000.0
    return seconds * 1_000.0 + value.microsecond / 1_000.0


def date_json(value, mode):
    """Returns a day as its ISO text, or as a number of seconds or milliseconds since 1970."""
    if mode == "iso8601":
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    days = datetime(value.year, value.month, value.day).toordinal() - _EPOCH_DAY
    return float(days * (86400 if mode == "seconds" else 86_400_000))


def time_json(value, mode):
    """Returns a time of day as its ISO text, or as a number of seconds or milliseconds since midnight."""
    if mode == "iso8601":
        return _with_offset(_clock_text(value), _offset_seconds(value.tzinfo, None))
    if mode == "seconds":
        return value.hour * 3600.0 + value.minute * 60.0 + value.second + value.microsecond / 1_000_000.0
    return (
        value.hour * 3_600_000.0 + value.minute * 60_000.0 + value.second * 1_000.0 + value.microsecond / 1_000.0
    )


def timedelta_json(value, mode):
    """Returns a time difference as its ISO text, or as a number of seconds or milliseconds."""
    is_exact = type(value) is timedelta
    if mode == "iso8601":
        return _duration_text(value, is_exact)
    if not is_exact:
        seconds = value.total_seconds()
        return seconds if mode == "seconds" else seconds / 1000.0
    microseconds = (value.days * 86400 + value.seconds) * 1_000_000 + value.microseconds
    return microseconds / (1_000_000.0 if mode == "seconds" else 1_000.0)


def _duration_text(value, is_exact):
    if is_exact:
        is_negative = value.days < 0
        size = -value if is_negative else value
        days, seconds, microseconds = size.days, size.seconds, size.microseconds
    else:
        total = value.total_seconds()
        if total != total:
            raise ValueError("NaN values not permitted")
        is_negative = total < 0.0
        total = abs(total)
        whole = int(total)
        days, seconds = divmod(whole, 86400)
        microseconds = int((total - whole) * 1_000_000.0 + 0.5)
        if microseconds == 1_000_000:
            seconds, microseconds = seconds + 1, 0
    parts = ["-P" if is_negative else "P"]
    years, days = divmod(days, 365)
    if years:
        parts.append(f"{years}Y")
    if days:
        parts.append(f"{days}D")
    if seconds or microseconds:
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        parts.append("T")
        if hours:
            parts.append(f"{hours}H")
        if minutes:
            parts.append(f"{minutes}M")
        if microseconds:
            parts.append(f"{seconds}.{microseconds:06}".rstrip("0") + "S")
        elif seconds:
            parts.append(f"{seconds}S")
    elif len(parts) == 1:
        parts.append("T0S")
    return "".join(parts)


def json_key_text(value):
    """Returns the JSON form of a time as the text of a key."""
    return value if isinstance(value, str) else plain_float(value)

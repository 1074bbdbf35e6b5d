"""Validators of dates, times, datetimes and durations."""

import time as clock
from datetime import date, datetime, time, timedelta, timezone

from .base import LAX, STRICT, State, Validator, builder, is_strict, setting
from .containers import error_text
from .errors import SchemaError, ValError, invalid
from .scalars import BOUNDS, compare, float_of
from .temporal import (
    TemporalError,
    YearZero,
    datetime_from_number,
    duration_from_number,
    parse_date,
    parse_datetime,
    parse_duration,
    parse_time,
    time_from_number,
)


class OutOfRange(ValError):
    """Says that a date is well formed, and is none that Python has."""


def number_of(value):
    """Returns an int or float that a value is or becomes, or None."""
    if isinstance(value, int):
        return int(value)
    return float_of(value)


def precision_of(schema, config):
    """Returns what is done with digits beyond microseconds."""
    found = setting(schema, config, "microseconds_precision", "truncate")
    if found not in ("truncate", "error"):
        raise SchemaError('Invalid `microseconds_precision`, must be one of "truncate" or "error"')
    return found


def unit_of(config):
    """Returns the unit of numbers that mean times."""
    return (config or {}).get("val_temporal_unit") or "infer"


def parsed(kind, value, function, *arguments):
    """Calls a function that reads text or a number, and names its error."""
    try:
        return function(*arguments)
    except YearZero as error:
        raise OutOfRange(invalid(kind, value, error=str(error)).lines) from None
    except TemporalError as error:
        raise invalid(kind, value, error=str(error)) from None
    except OverflowError:
        return None


def as_date(value, strict, state, unit="infer"):
    """Returns a value as a date, without going through a datetime."""
    if type(value) is date:
        return value
    if state.mode == "python":
        if isinstance(value, datetime):
            raise invalid("date_type", value)
        if isinstance(value, date):
            state.floor(STRICT)
            return value
        if strict or not isinstance(value, (str, bytes)):
            raise invalid("date_type", value)
        found = parsed("date_parsing", value, parse_date, value, unit)
        state.floor(LAX)
        return found
    if not isinstance(value, str):
        raise invalid("date_type", value)
    found = parsed("date_parsing", value, parse_date, value, unit)
    state.floor(STRICT)
    return found


def as_datetime(value, strict, state, unit="infer", precision="truncate"):
    """Returns a value as a datetime, without reading dates as text."""
    if type(value) is datetime:
        return value
    if state.mode != "python":
        if isinstance(value, str):
            found = parsed("datetime_parsing", value, parse_datetime, value, unit, precision)
            state.floor(STRICT)
            return found
        if state.mode == "string" or strict or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise invalid("datetime_type", value)
        found = parsed("datetime_parsing", value, datetime_from_number, value, unit)
        state.floor(LAX)
        return found
    if isinstance(value, datetime):
        state.floor(STRICT)
        return value
    if not strict and not isinstance(value, bool):
        if isinstance(value, (str, bytes)):
            found = parsed("datetime_parsing", value, parse_datetime, value, unit, precision)
            state.floor(LAX)
            return found
        if isinstance(value, date):
            state.floor(LAX)
            return datetime(value.year, value.month, value.day)
        number = number_of(value)
        if number is not None:
            found = parsed("datetime_parsing", value, datetime_from_number, number, unit)
            if found is not None:
                state.floor(LAX)
                return found
    raise invalid("datetime_type", value)


def as_time(value, strict, state, precision):
    """Returns a value as a time."""
    if type(value) is time:
        return value
    if state.mode != "python":
        if isinstance(value, str):
            found = parsed("time_parsing", value, parse_time, value, precision)
            state.floor(STRICT)
            return found
        if state.mode == "string" or strict or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise invalid("time_type", value)
        found = parsed("time_parsing", value, time_from_number, value)
        state.floor(LAX)
        return found
    if isinstance(value, time):
        state.floor(STRICT)
        return value
    if not strict and not isinstance(value, bool):
        if isinstance(value, (str, bytes)):
            found = parsed("time_parsing", value, parse_time, value, precision)
            state.floor(LAX)
            return found
        number = number_of(value)
        if number is not None:
            found = parsed("time_parsing", value, time_from_number, number)
            if found is not None:
                state.floor(LAX)
                return found
    raise invalid("time_type", value)


def as_timedelta(value, strict, state, precision="truncate"):
    """Returns a value as a timedelta."""
    if type(value) is timedelta:
        return value
    if state.mode != "python":
        if isinstance(value, str):
            found = parsed("time_delta_parsing", value, parse_duration, value, precision)
            state.floor(STRICT)
            return found
        if state.mode == "string" or strict or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise invalid("time_delta_type", value)
        found = parsed("time_delta_parsing", value, duration_from_number, value)
        state.floor(LAX)
        return found
    if isinstance(value, timedelta):
        state.floor(STRICT)
        return value
    if not strict:
        if isinstance(value, (str, bytes)):
            found = parsed("time_delta_parsing", value, parse_duration, value, precision)
            state.floor(LAX)
            return found
        number = number_of(value)
        if number is not None:
            found = parsed("time_delta_parsing", value, duration_from_number, number)
            if found is not None:
                state.floor(LAX)
                return found
    raise invalid("time_delta_type", value)


def _bounds(schema, convert, type_name):
    found = []
    for kind, key, holds in BOUNDS:
        bound = schema.get(key)
        if bound is None:
            continue
        try:
            bound = convert(bound)
        except ValError:
            raise ValueError(f"'{key}' must be coercible to a {type_name} instance") from None
        found.append((kind, key, bound, holds))
    return found


class Now:
    """Asks that a date or datetime is before or after the moment when it is validated."""

    def __init__(self, operation, offset):
        if operation not in ("past", "future"):
            raise SchemaError(f'Invalid now_op "{operation}"')
        self.operation = operation
        self.offset = offset

    @staticmethod
    def of(schema):
        """Returns what a schema asks for, or None."""
        operation = schema.get("now_op")
        return None if operation is None else Now(operation, schema.get("now_utc_offset"))

    def zone(self):
        """Returns the time zone of now."""
        offset = clock.localtime().tm_gmtoff if self.offset is None else self.offset
        return timezone(timedelta(seconds=offset))

    def check(self, found, now, prefix, value):
        """Raises the error where a date or datetime is on the wrong side of now."""
        if not (found < now if self.operation == "past" else found > now):
            raise invalid(f"{prefix}_{self.operation}", value)


class DateValidator(Validator):
    """Takes dates, and what means one."""

    name = "date"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.unit = unit_of(config)
        self.checks = _bounds(schema, lambda bound: as_date(bound, False, lax), "date")
        self.now = Now.of(schema)

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        try:
            found = as_date(value, strict, state, self.unit)
        except ValError as error:
            if strict or isinstance(error, OutOfRange):
                raise
            state.floor(LAX)
            found = self._of_datetime(value, state, error)
        if self.checks:
            compare(self.checks, found, value, str)
        if self.now is not None:
            self.now.check(found, datetime.now(self.now.zone()).date(), "date", value)
        return found

    def _of_datetime(self, value, state, otherwise):
        try:
            found = as_datetime(value, False, state, self.unit)
        except ValError as error:
            for line in error.lines:
                if line.kind == "datetime_parsing":
                    line.kind = "date_from_datetime_parsing"
                    raise error from None
            raise otherwise from None
        if found is None or found.time() != time():
            raise invalid("date_from_datetime_inexact", value) from None
        return found.date()


def zone_check(schema):
    """Returns what a schema asks of time zones: None, `naive`, `aware` or an offset in seconds."""
    found = schema.get("tz_constraint")
    if found is None or isinstance(found, int) or found in ("naive", "aware"):
        if isinstance(found, int) and not -(1 << 31) <= found < 1 << 31:
            raise OverflowError("Python int too large to convert to C long")
        return found
    if isinstance(found, str):
        raise SchemaError(f'Invalid tz_constraint "{found}"')
    raise TypeError(f"'{type(found).__name__}' object cannot be interpreted as an integer")


def check_zone(asked, offset, value):
    """Raises the error of a time zone that is not the one that is asked for."""
    if asked is None:
        return
    if asked == "naive":
        if offset is not None:
            raise invalid("timezone_naive", value)
        return
    if offset is None:
        raise invalid("timezone_aware", value)
    if asked != "aware":
        actual = int(offset.total_seconds())
        if actual != asked:
            raise invalid("timezone_offset", value, tz_expected=asked, tz_actual=actual)


def _moment(found):
    # A datetime without a zone is compared as if it were in UTC.
    return found if found.tzinfo is not None else found.replace(tzinfo=timezone.utc)


class DatetimeValidator(Validator):
    """Takes datetimes, and what means one."""

    name = "datetime"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.unit = unit_of(config)
        self.precision = precision_of(schema, config)
        self.checks = _bounds(schema, lambda bound: as_datetime(bound, False, lax), "datetime")
        self.now = Now.of(schema)
        self.zone = zone_check(schema)

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        try:
            found = as_datetime(value, strict, state, self.unit, self.precision)
        except ValError as error:
            if strict or isinstance(error, OutOfRange):
                raise
            state.floor(LAX)
            found = self._of_date(value, state, error)
        if not self.checks and self.now is None and self.zone is None:
            return found
        try:
            offset = found.utcoffset()
            moment = _moment(found)
            moment + timedelta(0)
        except Exception as error:
            raise invalid("datetime_object_invalid", value, error=error_text(error)) from None
        for kind, key, bound, holds in self.checks:
            if found.tzinfo is None or bound.tzinfo is None:
                is_held = holds(found.replace(tzinfo=None), bound.replace(tzinfo=None))
            else:
                is_held = holds(found, bound)
            if not is_held:
                raise invalid(kind, value, **{key: _shown(bound)})
        if self.now is not None:
            now = datetime.now(self.now.zone())
            self.now.check(
                found if found.tzinfo is not None else found.replace(tzinfo=now.tzinfo), now, "datetime", value
            )
        check_zone(self.zone, offset, value)
        return found

    def _of_date(self, value, state, otherwise):
        try:
            found = as_date(value, False, state)
        except ValError as error:
            for line in error.lines:
                if line.kind == "date_parsing":
                    line.kind = "datetime_from_date_parsing"
                    raise error from None
            raise otherwise from None
        return datetime(found.year, found.month, found.day)


def _shown(bound):
    """Returns a bound as errors show it: in ISO 8601, `Z` for UTC."""
    text = bound.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class TimeValidator(Validator):
    """Takes times, and what means one."""

    name = "time"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.precision = precision_of(schema, config)
        self.checks = _bounds(schema, lambda bound: as_time(bound, False, lax, "truncate"), "time")
        self.zone = zone_check(schema)

    def validate(self, value, state):
        found = as_time(value, self.strict if state.strict is None else state.strict, state, self.precision)
        for kind, key, bound, holds in self.checks:
            if found.tzinfo is None or bound.tzinfo is None:
                is_held = holds(found.replace(tzinfo=None), bound.replace(tzinfo=None))
            else:
                is_held = holds(found, bound)
            if not is_held:
                raise invalid(kind, value, **{key: _shown(bound)})
        if self.zone is not None:
            check_zone(self.zone, found.utcoffset(), value)
        return found


def in_words(delta):
    """Returns a duration as errors show it."""
    parts = (
        (delta.days, "day"),
        (delta.seconds // 3600, "hour"),
        (delta.seconds % 3600 // 60, "minute"),
        (delta.seconds % 60, "second"),
        (delta.microseconds, "microsecond"),
    )
    words = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " and ".join(words) or "0 seconds"


class TimedeltaValidator(Validator):
    """Takes durations, and what means one."""

    name = "timedelta"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.precision = precision_of(schema, config)

        def convert(bound):
            return as_timedelta(bound, False, lax)

        self.checks = _bounds(schema, convert, "timedelta")
        self.multiple_of = schema.get("multiple_of")
        if self.multiple_of is not None:
            try:
                self.multiple_of = convert(self.multiple_of)
            except ValError:
                raise ValueError("'multiple_of' must be coercible to a timedelta instance") from None
            if self.multiple_of <= timedelta(0):
                raise ValueError("'multiple_of' must be greater than 0")

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        found = as_timedelta(value, strict, state, self.precision)
        if self.multiple_of is not None and found % self.multiple_of:
            raise invalid("multiple_of", found, multiple_of=in_words(self.multiple_of))
        if self.checks:
            compare(self.checks, found, found, in_words)
        return found


builder("date")(DateValidator)
builder("datetime")(DatetimeValidator)
builder("time")(TimeValidator)
builder("timedelta")(TimedeltaValidator)

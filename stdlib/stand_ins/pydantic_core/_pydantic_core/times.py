"""Validators of dates, times, datetimes and durations."""

import time as clock
from datetime import date, datetime, time, timedelta, timezone

from .base import LAX, STRICT, State, Validator, builder, is_strict, setting
from .containers import error_text
from .errors import SchemaError, ValError, invalid
from .scalars import bounds_of, compare, float_of
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
    """Returns the treatment of digits beyond microseconds."""
    found = setting(schema, config, "microseconds_precision", "truncate")
    if found not in ("truncate", "error"):
        raise SchemaError('Invalid `microseconds_precision`, must be one of "truncate" or "error"')
    return found


def unit_of(config):
    """Returns the unit of numbers that mean times."""
    return (config or {}).get("val_temporal_unit") or "infer"


def parsed(kind, value, read, given):
    """Calls a function that reads text or a number, and names its error."""
    try:
        return read(given)
    except YearZero as error:
        raise OutOfRange(invalid(kind, value, error=str(error)).lines) from None
    except TemporalError as error:
        raise invalid(kind, value, error=str(error)) from None
    except OverflowError:
        return None


def as_date(value, strict, state, read=parse_date):
    """Returns a value as a date, without going through a datetime. `read` reads text."""
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
        found = parsed("date_parsing", value, read, value)
        state.floor(LAX)
        return found
    if not isinstance(value, str):
        raise invalid("date_type", value)
    found = parsed("date_parsing", value, read, value)
    state.floor(STRICT)
    return found


class Kind:
    """A type of values that text and numbers may mean: its class, the name in errors, and what reads them."""

    def __init__(self, cls, name, of_text, of_number, takes_bool=False):
        self.cls = cls
        self.wrong_type = f"{name}_type"
        self.wrong_text = f"{name}_parsing"
        self.of_text = of_text
        self.of_number = of_number
        self.takes_bool = takes_bool

    def convert(self, value, strict, state):
        """Returns a value as one of the type."""
        cls = self.cls
        if type(value) is cls:
            return value
        is_python = state.mode == "python"
        if is_python and isinstance(value, cls):
            state.floor(STRICT)
            return value
        if isinstance(value, (str, bytes) if is_python else str) and not (is_python and strict):
            found = parsed(self.wrong_text, value, self.of_text, value)
            state.floor(LAX if is_python else STRICT)
            return found
        is_bool = isinstance(value, bool) and not (is_python and self.takes_bool)
        if not (strict or is_bool or state.mode == "string"):
            number = number_of(value)
            if number is not None:
                found = parsed(self.wrong_text, value, self.of_number, number)
                if found is not None:
                    state.floor(LAX)
                    return found
        return self.otherwise(value, strict, state)

    def otherwise(self, value, strict, state):
        """Returns a value of another class as one of the type, or raises the error of its type."""
        raise invalid(self.wrong_type, value)


class DatetimeKind(Kind):
    """Datetimes, which dates may mean too, but not the text of one."""

    def __init__(self, unit="infer", precision="truncate"):
        super().__init__(
            datetime,
            "datetime",
            lambda text: parse_datetime(text, unit, precision),
            lambda number: datetime_from_number(number, unit),
        )

    def otherwise(self, value, strict, state):
        """Returns a date as a datetime."""
        if isinstance(value, date) and state.mode == "python" and not strict:
            state.floor(LAX)
            return datetime(value.year, value.month, value.day)
        return super().otherwise(value, strict, state)


def times(precision="truncate"):
    """Returns the kind of times whose text has digits beyond microseconds as `precision` says."""
    return Kind(time, "time", lambda text: parse_time(text, precision), time_from_number)


def durations(precision="truncate"):
    """Returns the kind of durations whose text has digits beyond microseconds as `precision` says."""
    return Kind(
        timedelta,
        "time_delta",
        lambda text: parse_duration(text, precision),
        duration_from_number,
        takes_bool=True,
    )


class Now:
    """Asks that a date or datetime is before or after the moment when it is validated."""

    def __init__(self, operation, offset):
        if operation not in ("past", "future"):
            raise SchemaError(f'Invalid now_op "{operation}"')
        self.operation = operation
        self.offset = offset

    @staticmethod
    def of(schema):
        """Returns the requirement of a schema, or None."""
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
    """Accepts dates and their representations."""

    name = "date"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        unit = unit_of(config)
        self.read = lambda text: parse_date(text, unit)
        self.datetimes = DatetimeKind(unit)
        self.checks = bounds_of(schema, lambda bound: as_date(bound, False, lax), "a date instance")
        self.now = Now.of(schema)

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        try:
            found = as_date(value, strict, state, self.read)
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
            found = self.datetimes.convert(value, False, state)
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
    """Returns the requirement of a schema on time zones: None, `naive`, `aware` or an offset in seconds."""
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


def compare_in_zones(checks, found, value):
    """Checks a time or datetime against its bounds. Where one of both has no zone, that of the other does not count."""
    for kind, key, bound, holds in checks:
        if found.tzinfo is None or bound.tzinfo is None:
            is_held = holds(found.replace(tzinfo=None), bound.replace(tzinfo=None))
        else:
            is_held = holds(found, bound)
        if not is_held:
            raise invalid(kind, value, **{key: _shown(bound)})


class DatetimeValidator(Validator):
    """Accepts datetimes and their representations."""

    name = "datetime"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.datetimes = DatetimeKind(unit_of(config), precision_of(schema, config))
        self.checks = bounds_of(
            schema, lambda bound: DatetimeKind().convert(bound, False, lax), "a datetime instance"
        )
        self.now = Now.of(schema)
        self.zone = zone_check(schema)

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        try:
            found = self.datetimes.convert(value, strict, state)
        except ValError as error:
            if strict or isinstance(error, OutOfRange):
                raise
            state.floor(LAX)
            found = self._of_date(value, state, error)
        if not self.checks and self.now is None and self.zone is None:
            return found
        try:
            offset = found.utcoffset()
        except Exception as error:
            raise invalid("datetime_object_invalid", value, error=error_text(error)) from None
        compare_in_zones(self.checks, found, value)
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
    """Accepts times and their representations."""

    name = "time"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.times = times(precision_of(schema, config))
        self.checks = bounds_of(schema, lambda bound: times().convert(bound, False, lax), "a time instance")
        self.zone = zone_check(schema)

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        found = self.times.convert(value, strict, state)
        if self.checks:
            compare_in_zones(self.checks, found, value)
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
    """Accepts durations and their representations."""

    name = "timedelta"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.durations = durations(precision_of(schema, config))

        def convert(bound):
            return durations().convert(bound, False, lax)

        self.checks = bounds_of(schema, convert, "a timedelta instance")
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
        found = self.durations.convert(value, strict, state)
        if self.multiple_of is not None and found % self.multiple_of:
            raise invalid("multiple_of", found, multiple_of=in_words(self.multiple_of))
        if self.checks:
            compare(self.checks, found, found, in_words)
        return found


builder("date")(DateValidator)
builder("datetime")(DatetimeValidator)
builder("time")(TimeValidator)
builder("timedelta")(TimedeltaValidator)

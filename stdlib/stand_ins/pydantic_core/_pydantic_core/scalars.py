"""Validators of single values: numbers of all kinds, booleans, None, anything."""

import math
from decimal import Decimal, DecimalException
from fractions import Fraction

from .base import EXACT, LAX, STRICT, State, Validator, builder, is_strict, setting
from .error_types import number_text
from .errors import invalid
from .numbers import parse_bool, parse_float, parse_int


def enum_value(value):
    """Returns the value of a member of an enumeration, or None where it is none."""
    from enum import EnumMeta

    return getattr(value, "value", None) if type(type(value)) is EnumMeta else None


def text_of(value, kind):
    """Returns text, or bytes that are text; None for anything else."""
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise invalid(kind, value) from None
    return None


class AnyValidator(Validator):
    """Accepts every value unchanged."""

    name = "any"

    def validate(self, value, state):
        # A union prefers it to a value that must be converted.
        state.floor(STRICT)
        return value


class NoneValidator(Validator):
    """Takes None."""

    name = "none"

    def validate(self, value, state):
        if value is None:
            return None
        raise invalid("none_required", value)


class BoolValidator(Validator):
    """Accepts booleans and their representations."""

    name = "bool"

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)

    def validate(self, value, state):
        if value is True or value is False:
            return value
        strict = self.strict if state.strict is None else state.strict
        if state.mode == "string":
            found = parse_bool(value) if isinstance(value, str) else None
            if found is None:
                raise invalid("bool_parsing" if isinstance(value, str) else "bool_type", value)
            return found
        if not strict:
            text = text_of(value, "bool_parsing")
            if text is not None:
                found = parse_bool(text)
                if found is None:
                    raise invalid("bool_parsing", value)
                state.floor(LAX)
                return found
            if isinstance(value, int) or not isinstance(value, float) and hasattr(type(value), "__index__"):
                number = int(value)
                if number in (0, 1):
                    state.floor(LAX)
                    return number == 1
                kind = "bool_parsing" if -(1 << 63) <= number < 1 << 63 else "bool_type"
                raise invalid(kind, value)
            number = float_of(value)
            if number is not None and number.is_integer():
                if number in (0, 1):
                    state.floor(LAX)
                    return number == 1
                raise invalid("bool_parsing" if abs(number) < 2.0**63 else "bool_type", value)
        raise invalid("bool_type", value)


def float_of(value):
    """Returns a number as a float where it is or becomes one by `__float__` or `__index__`, otherwise None."""
    if isinstance(value, float):
        return float(value)
    if isinstance(value, (str, bytes, bytearray)):
        return None
    kind = type(value)
    if hasattr(kind, "__float__") or hasattr(kind, "__index__"):
        try:
            return float(value)
        except Exception:
            return None
    return None


def int_of_float(number, value):
    """Returns a float that is whole as an int."""
    if not math.isfinite(number):
        raise invalid("finite_number", value)
    if number % 1:
        raise invalid("int_from_float", value)
    if not -9.223372036854775e18 <= number <= 9.223372036854775e18:
        raise invalid("int_parsing_size", value)
    return int(number)


def int_of_text(text, value):
    """Returns the int that a text means."""
    number = parse_int(text)
    if number is None:
        raise invalid("int_parsing", value)
    if number is OverflowError:
        raise invalid("int_parsing_size", value)
    return number


def as_int(value, strict, state):
    """Returns a value as an int."""
    kind = type(value)
    if kind is int:
        return value
    if state.mode == "string":
        if not isinstance(value, str):
            raise invalid("int_type", value)
        state.floor(STRICT)
        return int_of_text(value, value)
    if isinstance(value, int):
        if kind is bool:
            if strict:
                raise invalid("int_type", value)
            state.floor(LAX)
        else:
            state.floor(STRICT)
        return int.__int__(value) if kind is bool else int.__add__(value, 0)
    if not strict:
        text = text_of(value, "int_parsing")
        if text is not None:
            number = int_of_text(text, value)
        elif kind is float:
            number = int_of_float(value, value)
        elif isinstance(value, Decimal):
            if not value.is_finite():
                raise invalid("finite_number", value)
            numerator, denominator = value.as_integer_ratio()
            if denominator != 1:
                raise invalid("int_from_float", value)
            number = numerator
        elif isinstance(value, Fraction):
            if value.denominator != 1:
                raise invalid("int_from_float", value)
            number = value.numerator
        else:
            as_float = float_of(value)
            if as_float is not None:
                number = int_of_float(as_float, value)
            else:
                number = enum_value(value)
                if number is None:
                    raise invalid("int_type", value)
        state.floor(LAX)
        return number
    raise invalid("int_type", value)


def compare(checks, number, value, shown=None):
    """Checks a number against its bounds, in the order in which errors are told."""
    for kind, key, bound, holds in checks:
        if not holds(number, bound):
            raise invalid(kind, value, **{key: bound if shown is None else shown(bound)})


BOUNDS = (
    ("less_than_equal", "le", lambda a, b: a <= b),
    ("less_than", "lt", lambda a, b: a < b),
    ("greater_than_equal", "ge", lambda a, b: a >= b),
    ("greater_than", "gt", lambda a, b: a > b),
)


def bounds_of(schema, convert, type_name):
    """Returns the bounds of a schema as (type of error, key, bound, test)."""
    found = []
    for kind, key, holds in BOUNDS:
        bound = schema.get(key)
        if bound is None:
            continue
        try:
            bound = convert(bound)
        except Exception:
            raise ValueError(f"'{key}' must be coercible to {type_name}") from None
        found.append((kind, key, bound, holds))
    return found


class IntValidator(Validator):
    """Accepts ints and their representations, within bounds."""

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        lax = State("python")
        self.checks = bounds_of(schema, lambda bound: as_int(bound, False, lax), "an integer")
        self.multiple_of = schema.get("multiple_of")
        if self.multiple_of is not None:
            try:
                self.multiple_of = as_int(self.multiple_of, False, lax)
            except Exception:
                raise ValueError("'multiple_of' must be coercible to an integer") from None
            if self.multiple_of <= 0:
                raise ValueError("'multiple_of' must be a finite number greater than 0")
        self.is_plain = not self.checks and self.multiple_of is None
        self.name = "int" if self.is_plain else "constrained-int"

    def validate(self, value, state):
        if type(value) is int and self.is_plain:
            return value
        number = as_int(value, self.strict if state.strict is None else state.strict, state)
        if self.is_plain:
            return number
        if not isinstance(number, int):
            # The value of a member of an enumeration is used unchanged.
            raise invalid("int_parsing_size", value)
        if self.multiple_of is not None and number % self.multiple_of:
            raise invalid("multiple_of", value, multiple_of=self.multiple_of)
        if self.checks:
            compare(self.checks, number, value)
        return number


def as_float(value, strict, state):
    """Returns a value as a float."""
    kind = type(value)
    if kind is float:
        return value
    if state.mode == "string":
        number = parse_float(value) if isinstance(value, str) else None
        if number is None:
            raise invalid("float_parsing" if isinstance(value, str) else "float_type", value)
        state.floor(STRICT)
        return number
    if not strict:
        text = text_of(value, "float_parsing")
        if text is not None:
            number = parse_float(text)
            if number is None:
                raise invalid("float_parsing", value)
            state.floor(LAX)
            return number
    number = float_of(value)
    if number is None:
        raise invalid("float_type", value)
    if kind is bool:
        if strict:
            raise invalid("float_type", value)
        state.floor(LAX)
    else:
        state.floor(STRICT)
    return number


class FloatValidator(Validator):
    """Accepts floats and their representations, within bounds."""

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        self.allow_inf_nan = setting(schema, config, "allow_inf_nan", True)
        self.checks = bounds_of(schema, float, "a float")
        self.multiple_of = schema.get("multiple_of")
        if self.multiple_of is not None:
            self.multiple_of = float(self.multiple_of)
            if not (math.isfinite(self.multiple_of) and self.multiple_of > 0):
                raise ValueError("'multiple_of' must be a finite number greater than 0")
        is_plain = not self.checks and self.multiple_of is None
        self.name = "float" if is_plain else "constrained-float"

    def validate(self, value, state):
        number = as_float(value, self.strict if state.strict is None else state.strict, state)
        if not self.allow_inf_nan and not math.isfinite(number):
            raise invalid("finite_number", value)
        step = self.multiple_of
        if step is not None:
            rest = abs(math.fmod(number, step)) if math.isfinite(number) else math.nan
            tolerance = abs(number) / 1e9
            if rest > tolerance and abs(rest - step) > tolerance:
                raise invalid("multiple_of", value, multiple_of=step)
        if self.checks:
            compare(self.checks, number, value)
        return number


def as_decimal(value, strict, state):
    """Returns a value as a Decimal."""
    kind = type(value)
    if kind is Decimal:
        return value
    if state.mode == "python":
        if not strict:
            if isinstance(value, str) or isinstance(value, int) and kind is not bool:
                state.floor(LAX)
                return new_decimal(value, value)
            if isinstance(value, float):
                state.floor(LAX)
                return new_decimal(str(value), value)
            if kind is tuple and len(value) == 3:
                made = decimal_of_parts(value)
                if made is not None:
                    state.floor(LAX)
                    return made
        if isinstance(value, Decimal):
            state.floor(STRICT)
            return new_decimal(value, value)
        if strict:
            raise invalid("is_instance_of", value, **{"class": "Decimal"})
        raise invalid("decimal_type", value)
    if isinstance(value, str) or isinstance(value, (int, float)) and kind is not bool and state.mode == "json":
        state.floor(STRICT)
        return new_decimal(number_text(value) if isinstance(value, float) else value, value)
    if state.mode == "json" and kind is list and len(value) == 3 and isinstance(value[1], list):
        made = decimal_of_parts((value[0], tuple(value[1]), value[2]))
        if made is not None:
            state.floor(STRICT)
            return made
    raise invalid("decimal_type", value)


def decimal_of_parts(parts):
    """Returns the Decimal of a sign, digits and an exponent, or None."""
    try:
        return Decimal(parts)
    except (ValueError, TypeError, OverflowError, DecimalException):
        return None


def new_decimal(argument, value):
    """Returns a Decimal of text or a number."""
    try:
        return Decimal(argument)
    except DecimalException:
        raise invalid("decimal_parsing", value) from None
    except TypeError:
        raise invalid("decimal_type", value) from None


def digits_of(number):
    """Returns the decimals and digits of a Decimal, and both without trailing zeros."""
    _, digits, exponent = number.as_tuple()

    def count(length, exponent):
        return (0, length + exponent) if exponent >= 0 else (-exponent, max(length, -exponent))

    counts = count(len(digits), exponent)
    zeros = len(digits) - len(bytes(digits).rstrip(b"\0"))
    if zeros == len(digits):
        return counts, (0, 1)
    return counts, counts if exponent >= 0 else count(len(digits) - zeros, exponent + zeros)


class DecimalValidator(Validator):
    """Accepts Decimals and their representations, within bounds and with this many digits."""

    name = "decimal"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.allow_inf_nan = setting(schema, config, "allow_inf_nan", False)
        self.max_digits = schema.get("max_digits")
        self.decimal_places = schema.get("decimal_places")
        self.has_digits = self.max_digits is not None or self.decimal_places is not None
        if self.allow_inf_nan and self.has_digits:
            raise ValueError("allow_inf_nan=True cannot be used with max_digits or decimal_places")
        self.checks = bounds_of(schema, lambda b: as_decimal(b, False, lax), "a Decimal instance")
        self.multiple_of = schema.get("multiple_of")
        if self.multiple_of is not None:
            try:
                self.multiple_of = as_decimal(self.multiple_of, False, lax)
            except Exception:
                raise ValueError("'multiple_of' must be coercible to a Decimal instance") from None
            if not (self.multiple_of.is_finite() and self.multiple_of > 0):
                raise ValueError("'multiple_of' must be a finite number greater than 0")

    def validate(self, value, state):
        number = as_decimal(value, self.strict if state.strict is None else state.strict, state)
        if (not self.allow_inf_nan or self.has_digits) and not number.is_finite():
            raise invalid("finite_number", value)
        if self.has_digits:
            self._check_digits(number, value)
        if self.multiple_of is not None:
            try:
                is_multiple = number / self.multiple_of % 1 == 0
            except DecimalException:
                is_multiple = False
            if not is_multiple:
                raise invalid("multiple_of", value, multiple_of=self.multiple_of)
        for kind, key, bound, holds in self.checks:
            if number.is_nan() or not holds(number, bound):
                raise invalid(kind, value, **{key: bound})
        return number

    def _check_digits(self, number, value):
        (decimals, digits), (plain_decimals, plain_digits) = digits_of(number)
        most, places = self.max_digits, self.decimal_places
        if most is not None and digits > most and plain_digits > most:
            raise invalid("decimal_max_digits", value, max_digits=most)
        if places is None:
            return
        if decimals > places and plain_decimals > places:
            raise invalid("decimal_max_places", value, decimal_places=places)
        if most is not None:
            whole = max(most - places, 0)
            if max(digits - decimals, 0) > whole and max(plain_digits - plain_decimals, 0) > whole:
                raise invalid("decimal_whole_digits", value, whole_digits=whole)


def has_huge_exponent(text):
    """Whether the text of a fraction means a number of more digits than are read of an int."""
    at = max(text.rfind("e"), text.rfind("E"))
    if at < 0:
        return False
    try:
        return abs(int(text[at + 1 :].strip())) > 4300
    except ValueError:
        return False


def as_fraction(value, strict, state):
    """Returns a value as a Fraction."""
    if isinstance(value, Fraction):
        state.floor(EXACT if type(value) is Fraction else STRICT)
        return value
    if strict and state.mode == "python":
        raise invalid("is_instance_of", value, **{"class": "Fraction"})
    if state.mode != "python" and (isinstance(value, bool) or not isinstance(value, (str, int, float))):
        raise invalid("fraction_type", value)
    if isinstance(value, str) and has_huge_exponent(value):
        raise invalid("fraction_parsing", value)
    try:
        made = Fraction(value)
    except TypeError:
        raise invalid("fraction_type", value) from None
    except (ValueError, ZeroDivisionError, OverflowError):
        raise invalid("fraction_parsing", value) from None
    state.floor(LAX if state.mode == "python" else STRICT)
    return made


class FractionValidator(Validator):
    """Accepts Fractions and their representations, within bounds."""

    name = "fraction"

    def __init__(self, schema, config, definitions):
        lax = State("python")
        self.strict = is_strict(schema, config)
        self.checks = bounds_of(schema, lambda b: as_fraction(b, False, lax), "a Fraction instance")
        self.multiple_of = schema.get("multiple_of")
        if self.multiple_of is not None:
            self.multiple_of = as_fraction(self.multiple_of, False, lax)
            if self.multiple_of <= 0:
                raise ValueError("'multiple_of' must be greater than 0")

    def validate(self, value, state):
        number = as_fraction(value, self.strict if state.strict is None else state.strict, state)
        if self.multiple_of is not None and number % self.multiple_of:
            raise invalid("multiple_of", value, multiple_of=self.multiple_of)
        compare(self.checks, number, value, str)
        return number


class ComplexValidator(Validator):
    """Accepts complex numbers and their representations."""

    name = "complex"

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)

    def validate(self, value, state):
        if isinstance(value, complex):
            state.floor(STRICT)
            return value
        strict = self.strict if state.strict is None else state.strict
        if state.mode == "python":
            if strict:
                raise invalid("is_instance_of", value, **{"class": "complex"})
            state.floor(LAX)
            try:
                return complex(value)
            except (TypeError, ValueError, OverflowError):
                raise invalid("complex_type", value) from None
        if isinstance(value, str):
            state.floor(STRICT)
            try:
                return complex(value)
            except ValueError:
                raise invalid("complex_str_parsing", value) from None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if strict:
                raise invalid("complex_str_parsing", value)
            state.floor(STRICT)
            return complex(value)
        raise invalid("complex_type", value)


for _name, _class in (
    ("any", AnyValidator),
    ("none", NoneValidator),
    ("bool", BoolValidator),
    ("int", IntValidator),
    ("float", FloatValidator),
    ("decimal", DecimalValidator),
    ("fraction", FractionValidator),
    ("complex", ComplexValidator),
):
    builder(_name)(_class)

"""The kinds of errors of validation: their fields, their messages, and what is shown of an input."""

from functools import lru_cache

# For each type, its message and the fields of its context, in display order. A `*` after a field's
# name marks it as optional.
_TABLE = {
    "no_such_attribute": ("Object has no attribute '{attribute}'", "attribute"),
    "json_invalid": ("Invalid JSON: {error}", "error"),
    "json_type": ("JSON input should be string, bytes or bytearray", ""),
    "needs_python_object": (
        "Cannot check `{method_name}` when validating from json, use a JsonOrPython validator instead",
        "method_name",
    ),
    "recursion_loop": ("Recursion error - cyclic reference detected", ""),
    "recursion_depth_exceeded": ("Recursion error - maximum validation depth exceeded", ""),
    "missing": ("Field required", ""),
    "frozen_field": ("Field is frozen", ""),
    "frozen_instance": ("Instance is frozen", ""),
    "extra_forbidden": ("Extra inputs are not permitted", ""),
    "invalid_key": ("Keys should be strings", ""),
    "get_attribute_error": ("Error extracting attribute: {error}", "error"),
    "model_type": ("Input should be a valid dictionary or instance of {class_name}", "class_name"),
    "model_attributes_type": ("Input should be a valid dictionary or object to extract fields from", ""),
    "dataclass_type": ("Input should be a dictionary or an instance of {class_name}", "class_name"),
    "dataclass_exact_type": ("Input should be an instance of {class_name}", "class_name"),
    "named_tuple_type": ("Input should be a tuple, list, dictionary or an instance of {class_name}", "class_name"),
    "default_factory_not_called": (
        "The default factory uses validated data, but at least one validation error occurred",
        "",
    ),
    "none_required": ("Input should be None", ""),
    "greater_than": ("Input should be greater than {gt}", "gt"),
    "greater_than_equal": ("Input should be greater than or equal to {ge}", "ge"),
    "less_than": ("Input should be less than {lt}", "lt"),
    "less_than_equal": ("Input should be less than or equal to {le}", "le"),
    "multiple_of": ("Input should be a multiple of {multiple_of}", "multiple_of"),
    "finite_number": ("Input should be a finite number", ""),
    "too_short": (
        "{field_type} should have at least {min_length} item{expected_plural} after validation, not {actual_length}",
        "field_type min_length actual_length",
    ),
    "too_long": (
        "{field_type} should have at most {max_length} item{expected_plural} after validation, not {actual_length}",
        "field_type max_length actual_length*",
    ),
    "iterable_type": ("Input should be iterable", ""),
    "iteration_error": ("Error iterating over object, error: {error}", "error"),
    "string_type": ("Input should be a valid string", ""),
    "string_unicode": ("Input should be a valid string, unable to parse raw data as a unicode string", ""),
    "string_too_short": ("String should have at least {min_length} character{expected_plural}", "min_length"),
    "string_too_long": ("String should have at most {max_length} character{expected_plural}", "max_length"),
    "string_pattern_mismatch": ("String should match pattern '{pattern}'", "pattern"),
    "string_not_ascii": ("String should contain only ASCII characters", ""),
    "enum": ("Input should be {expected}", "expected"),
    "dict_type": ("Input should be a valid dictionary", ""),
    "frozen_dict_type": ("Input should be a valid frozendict", ""),
    "ordered_dict_type": ("Input should be a valid OrderedDict", ""),
    "counter_type": ("Input should be a valid Counter", ""),
    "mapping_type": ("Input should be a valid mapping, error: {error}", "error"),
    "list_type": ("Input should be a valid list", ""),
    "deque_type": ("Input should be a valid deque", ""),
    "tuple_type": ("Input should be a valid tuple", ""),
    "set_type": ("Input should be a valid set", ""),
    "set_item_not_hashable": ("Set items should be hashable", ""),
    "bool_type": ("Input should be a valid boolean", ""),
    "bool_parsing": ("Input should be a valid boolean, unable to interpret input", ""),
    "int_type": ("Input should be a valid integer", ""),
    "int_parsing": ("Input should be a valid integer, unable to parse string as an integer", ""),
    "int_parsing_size": ("Unable to parse input string as an integer, exceeded maximum size", ""),
    "int_from_float": ("Input should be a valid integer, got a number with a fractional part", ""),
    "float_type": ("Input should be a valid number", ""),
    "float_parsing": ("Input should be a valid number, unable to parse string as a number", ""),
    "bytes_type": ("Input should be a valid bytes", ""),
    "bytes_too_short": ("Data should have at least {min_length} byte{expected_plural}", "min_length"),
    "bytes_too_long": ("Data should have at most {max_length} byte{expected_plural}", "max_length"),
    "bytes_invalid_encoding": ("Data should be valid {encoding}: {encoding_error}", "encoding encoding_error"),
    "value_error": ("Value error, {error}", "error*"),
    "assertion_error": ("Assertion failed, {error}", "error*"),
    "literal_error": ("Input should be {expected}", "expected"),
    "missing_sentinel_error": ("Input should be the 'MISSING' sentinel", ""),
    "ellipsis_error": ("Input should be the 'Ellipsis' literal", ""),
    "date_type": ("Input should be a valid date", ""),
    "date_parsing": ("Input should be a valid date in the format YYYY-MM-DD, {error}", "error"),
    "date_from_datetime_parsing": ("Input should be a valid date or datetime, {error}", "error"),
    "date_from_datetime_inexact": ("Datetimes provided to dates should have zero time - e.g. be exact dates", ""),
    "date_past": ("Date should be in the past", ""),
    "date_future": ("Date should be in the future", ""),
    "time_type": ("Input should be a valid time", ""),
    "time_parsing": ("Input should be in a valid time format, {error}", "error"),
    "datetime_type": ("Input should be a valid datetime", ""),
    "datetime_parsing": ("Input should be a valid datetime, {error}", "error"),
    "datetime_object_invalid": ("Invalid datetime object, got {error}", "error"),
    "datetime_from_date_parsing": ("Input should be a valid datetime or date, {error}", "error"),
    "datetime_past": ("Input should be in the past", ""),
    "datetime_future": ("Input should be in the future", ""),
    "timezone_naive": ("Input should not have timezone info", ""),
    "timezone_aware": ("Input should have timezone info", ""),
    "timezone_offset": ("Timezone offset of {tz_expected} required, got {tz_actual}", "tz_expected tz_actual"),
    "time_delta_type": ("Input should be a valid timedelta", ""),
    "time_delta_parsing": ("Input should be a valid timedelta, {error}", "error"),
    "frozen_set_type": ("Input should be a valid frozenset", ""),
    "is_instance_of": ("Input should be an instance of {class}", "class"),
    "is_subclass_of": ("Input should be a subclass of {class}", "class"),
    "callable_type": ("Input should be callable", ""),
    "union_tag_invalid": (
        "Input tag '{tag}' found using {discriminator} does not match any of the expected tags: {expected_tags}",
        "discriminator tag expected_tags",
    ),
    "union_tag_not_found": ("Unable to extract tag using discriminator {discriminator}", "discriminator"),
    "arguments_type": ("Arguments must be a tuple, list or a dictionary", ""),
    "missing_argument": ("Missing required argument", ""),
    "unexpected_keyword_argument": ("Unexpected keyword argument", ""),
    "missing_keyword_only_argument": ("Missing required keyword only argument", ""),
    "unexpected_positional_argument": ("Unexpected positional argument", ""),
    "missing_positional_only_argument": ("Missing required positional only argument", ""),
    "multiple_argument_values": ("Got multiple values for argument", ""),
    "url_type": ("URL input should be a string or URL", ""),
    "url_parsing": ("Input should be a valid URL, {error}", "error"),
    "url_syntax_violation": ("Input violated strict URL syntax rules, {error}", "error"),
    "url_too_long": ("URL should have at most {max_length} character{expected_plural}", "max_length"),
    "url_scheme": ("URL scheme should be {expected_schemes}", "expected_schemes"),
    "uuid_type": ("UUID input should be a string, bytes or UUID object", ""),
    "uuid_parsing": ("Input should be a valid UUID, {error}", "error"),
    "uuid_version": ("UUID version {expected_version} expected", "expected_version"),
    "decimal_type": ("Decimal input should be an integer, float, string or Decimal object", ""),
    "decimal_parsing": ("Input should be a valid decimal", ""),
    "decimal_max_digits": (
        "Decimal input should have no more than {max_digits} digit{expected_plural} in total",
        "max_digits",
    ),
    "decimal_max_places": (
        "Decimal input should have no more than {decimal_places} decimal place{expected_plural}",
        "decimal_places",
    ),
    "decimal_whole_digits": (
        "Decimal input should have no more than {whole_digits} digit{expected_plural} before the decimal point",
        "whole_digits",
    ),
    "fraction_type": ("Fraction input should be an integer, float, string or Fraction object", ""),
    "fraction_parsing": ("Input is not a valid fraction", ""),
    "complex_type": (
        "Input should be a valid python complex object, a number, or a valid complex string following the rules at "
        "https://docs.python.org/3/library/functions.html#complex",
        "",
    ),
    "complex_str_parsing": (
        "Input should be a valid complex string following the rules at "
        "https://docs.python.org/3/library/functions.html#complex",
        "",
    ),
}

# The messages that differ for JSON, which has arrays and objects.
_ARRAY = "Input should be a valid array"
_OBJECT = "Input should be an object"
_IN_JSON = {
    "none_required": "Input should be null",
    **dict.fromkeys(
        ("list_type", "deque_type", "tuple_type", "iterable_type", "set_type", "frozen_set_type"), _ARRAY
    ),
    **dict.fromkeys(
        (
            "model_type",
            "model_attributes_type",
            "dict_type",
            "frozen_dict_type",
            "ordered_dict_type",
            "counter_type",
            "dataclass_type",
        ),
        _OBJECT,
    ),
    "named_tuple_type": "Input should be an array or an object",
    "time_delta_type": "Input should be a valid duration",
    "time_delta_parsing": "Input should be a valid duration, {error}",
    "arguments_type": "Arguments must be an array or an object",
}

# The field that determines whether a message uses the singular or the plural.
_COUNTED = ("min_length", "max_length", "max_digits", "decimal_places", "whole_digits")

# The contents of fields that are not text: type, name in messages, and an example.
_NUMBER = ((int, float, str), "Number", 0)
_SIZE = (int, "usize", 0)
_KINDS = {
    "gt": _NUMBER,
    "ge": _NUMBER,
    "lt": _NUMBER,
    "le": _NUMBER,
    "multiple_of": _NUMBER,
    "min_length": _SIZE,
    "max_length": _SIZE,
    "actual_length": _SIZE,
    "expected_version": _SIZE,
    "max_digits": (int, "u64", 0),
    "decimal_places": (int, "u64", 0),
    "whole_digits": (int, "u64", 0),
    "tz_expected": (int, "i32", 0),
    "tz_actual": (int, "i32", 0),
}
_TEXT = (str, "String", "")


@lru_cache(None)
def fields_of(kind):
    """Returns the fields of a type of error, as pairs of a name and whether it is required."""
    return tuple((name.rstrip("*"), not name.endswith("*")) for name in _TABLE[kind][1].split())


def is_type(kind):
    """Whether there is a type of error with this name."""
    return kind in _TABLE


def template(kind, mode="python"):
    """Returns the message of a type with its fields in braces."""
    if mode != "python" and kind in _IN_JSON:
        return _IN_JSON[kind]
    return _TABLE[kind][0]


def _enum_name(kind):
    return "TimeDelta" + kind[10:].title() if kind.startswith("time_delta") else kind.title().replace("_", "")


def checked_context(kind, context):
    """Returns the context of an error that a program makes, with all required fields.

    Raises KeyError for an unknown type and TypeError for a field that is missing or of another type.
    """
    if kind not in _TABLE:
        raise KeyError(f"Invalid error type: '{kind}'")
    if context is not None and not isinstance(context, dict):
        raise TypeError(f"argument 'context': '{type(context).__name__}' object is not an instance of 'dict'")
    checked = {}
    for name, is_required in fields_of(kind):
        accepted, type_name, _ = _KINDS.get(name, _TEXT)
        if context is None or name not in context:
            if not is_required:
                checked[name] = None
                continue
            raise TypeError(f"{_enum_name(kind)}: '{name}' required in context")
        value = context[name]
        if name == "error" and kind in ("value_error", "assertion_error"):
            checked[name] = value
            continue
        if accepted is _NUMBER[0] and not isinstance(value, accepted) and hasattr(value, "__float__"):
            value = float(value)
        if not isinstance(value, accepted) and not (value is None and not is_required):
            raise TypeError(f"{_enum_name(kind)}: '{name}' context value must be a {type_name}")
        checked[name] = value
    if context is None:
        return checked or None
    return {**checked, **{name: value for name, value in context.items() if name not in checked}}


def number_text(value):
    """Returns a bound as messages show it: a whole float has no fraction."""
    if isinstance(value, float):
        if value == int(value) if value == value and abs(value) != float("inf") else False:
            return str(int(value)) if value or str(value)[0] != "-" else "-0"
        if value != value:
            return "NaN"
        text = repr(value)
        if "e" in text:
            from decimal import Decimal

            return format(Decimal(text), "f")
        return text
    return int.__repr__(value) if isinstance(value, int) else str(value)


def render(kind, context, mode="python"):
    """Returns the message of an error with the values of its context."""
    text = template(kind, mode)
    if "{" not in text:
        return text
    for name, is_required in fields_of(kind):
        value = context.get(name) if context else None
        if name == "actual_length" and value is None:
            shown = "more"
        elif type(value) is str:
            shown = value
        else:
            shown = number_text(value)
        text = text.replace("{" + name + "}", shown)
        if name in _COUNTED:
            text = text.replace("{expected_plural}", "" if value == 1 else "s")
    return text


def list_all_errors():
    """Returns a description of each type of error, with its message for an example."""
    described = []
    for kind in _TABLE:
        context = {
            name: _KINDS.get(name, _TEXT)[2] if is_required else None for name, is_required in fields_of(kind)
        }
        entry = {
            "type": kind,
            "message_template_python": template(kind),
            "example_message_python": render(kind, context),
        }
        if kind in _IN_JSON:
            entry["message_template_json"] = template(kind, "json")
            entry["example_message_json"] = render(kind, context, "json")
        entry["example_context"] = context or None
        described.append(entry)
    return described


def safe_repr(value):
    """Returns the repr of a value, or says that there is none."""
    try:
        return repr(value)
    except Exception:
        return f"<unprintable {type(value).__qualname__} object>"


def truncated(text, limit=50):
    """Shortens a text to roughly this many bytes of UTF-8 by omitting its middle."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) <= limit:
        return text
    middle = (limit + 1) // 2
    end = middle
    while end and (raw[end] & 0xC0) == 0x80:
        end -= 1
    start = len(raw) - (middle - 1)
    while start < len(raw) and (raw[start] & 0xC0) == 0x80:
        start += 1
    return (raw[:end] + b"..." + raw[start:]).decode("utf-8", "surrogatepass")

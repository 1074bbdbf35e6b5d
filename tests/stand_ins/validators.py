"""Values of all kinds for the schemas of single values: what they become, or why they are refused."""

import uuid
from collections import OrderedDict, deque
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from pydantic_core import SchemaError, SchemaValidator, ValidationError
from pydantic_core._pydantic_core import list_all_errors


class Text(str):
    pass


class Number(int):
    pass


class Color(Enum):
    RED = "r"
    ONE = 1


class Odd:
    def __index__(self):
        return 7

    def __repr__(self):
        return "Odd()"


VALUES = [
    None, True, False, 0, 1, -1, 2, 42, 2**63, -(2**64), 10**30, 0.0, 1.0, -0.5, 1.5, 1e300, float("inf"), float("nan"),
    "", " ", "a", "1", "01", "+1", "-1", " 1 ", "1_000", "1__0", "1.0", "1.5", "1.", ".5", "1e3", "inf", "-Infinity", "nan",
    "true", "True", "t", "yes", "on", "off", "n", "0", "None", "r", "RED", "é", "x" * 60, "2020-01-02", "2020-13-02",
    "2020-01-02T03:04", "2020-01-02T03:04:05.1234567Z", "2020-01-02 03:04:05+05:30", "03:04", "03:04:05.5Z", "25:00",
    "1577934245", "1577934245123", "P1DT2H", "-1:02:03", "3 days", "1 day, 02:03:04", "1/3", "3+4j", "(1+2j)",
    "550e8400-e29b-41d4-a716-446655440000", "urn:uuid:550e8400-e29b-41d4-a716-446655440000", "550e8400e29b41d4",
    b"", b"1", b"abc", b"\xff", bytearray(b"1"), Text("t"), Text("5"), Number(5), Color.RED, Color.ONE, Odd(),
    Decimal("1"), Decimal("1.25"), Decimal("NaN"), Fraction(1, 3), Fraction(4, 2), 1 + 2j,
    date(2020, 1, 2), datetime(2020, 1, 2), datetime(2020, 1, 2, 3, 4, 5, 6), datetime(2020, 1, 2, tzinfo=timezone.utc),
    time(3, 4), time(3, 4, tzinfo=timezone.utc), timedelta(days=1, seconds=2), uuid.UUID(int=5),
    [], [1, "2"], (), (1, "a"), {1, 2}, frozenset({3}), deque([1], 5), {}, {"a": 1}, OrderedDict(b=2), range(3),
    int, len, ...,
]

SCHEMAS = [
    {"type": "any"}, {"type": "none"}, {"type": "bool"}, {"type": "int"}, {"type": "int", "gt": 0, "multiple_of": 2},
    {"type": "int", "le": 10, "ge": -5, "lt": 9}, {"type": "float"}, {"type": "float", "allow_inf_nan": False, "gt": 0},
    {"type": "float", "multiple_of": 0.5}, {"type": "decimal"}, {"type": "decimal", "max_digits": 3, "decimal_places": 1},
    {"type": "decimal", "ge": Decimal("1"), "allow_inf_nan": True}, {"type": "fraction"}, {"type": "complex"},
    {"type": "str"}, {"type": "str", "min_length": 2, "max_length": 4, "strip_whitespace": True, "to_upper": True},
    {"type": "str", "pattern": "^[a-z]+$"}, {"type": "str", "coerce_numbers_to_str": True}, {"type": "str", "ascii_only": True},
    {"type": "bytes"}, {"type": "bytes", "min_length": 1, "max_length": 2}, {"type": "date"},
    {"type": "date", "gt": date(2020, 1, 1)}, {"type": "datetime"}, {"type": "datetime", "tz_constraint": "aware"},
    {"type": "datetime", "lt": datetime(2020, 1, 2, 3)}, {"type": "datetime", "microseconds_precision": "error"},
    {"type": "time"}, {"type": "time", "tz_constraint": "naive", "ge": time(3, 4)}, {"type": "timedelta"},
    {"type": "timedelta", "le": timedelta(hours=3)}, {"type": "uuid"}, {"type": "uuid", "version": 4},
    {"type": "callable"}, {"type": "is-instance", "cls": str}, {"type": "is-subclass", "cls": int},
    {"type": "literal", "expected": ["a", 1, True]}, {"type": "literal", "expected": [None, "1"]},
    {"type": "enum", "cls": Color, "members": list(Color)}, {"type": "list"}, {"type": "list", "items_schema": {"type": "int"}},
    {"type": "list", "max_length": 1}, {"type": "set", "items_schema": {"type": "int"}}, {"type": "frozenset"},
    {"type": "deque", "items_schema": {"type": "int"}}, {"type": "dict", "keys_schema": {"type": "str"}},
    {"type": "ordered-dict"}, {"type": "tuple", "items_schema": [{"type": "int"}, {"type": "str"}]},
    {"type": "tuple", "items_schema": [{"type": "int"}], "variadic_item_index": 0, "min_length": 1},
    {"type": "nullable", "schema": {"type": "int"}},
    {"type": "union", "choices": [{"type": "int"}, {"type": "str"}, {"type": "float"}]},
    {"type": "union", "choices": [{"type": "bool"}, {"type": "date"}, {"type": "list", "items_schema": {"type": "str"}}]},
    {"type": "union", "mode": "left_to_right", "choices": [{"type": "float"}, {"type": "int"}]},
    {"type": "lax-or-strict", "lax_schema": {"type": "str"}, "strict_schema": {"type": "int"}},
    {"type": "default", "schema": {"type": "int"}, "default": 9, "on_error": "default"},
    {"type": "chain", "steps": [{"type": "str"}, {"type": "int"}]}, {"type": "json"}, {"type": "json", "schema": {"type": "int"}},
    {"type": "url"}, {"type": "multi-host-url"},
]


def outcome(function, *arguments, **options):
    try:
        result = function(*arguments, **options)
    except ValidationError as error:
        return [(e["type"], e["loc"], e["msg"], e.get("ctx")) for e in error.errors(include_url=False)]
    except Exception as error:
        return type(error).__name__, str(error)
    if isinstance(result, (set, frozenset)):
        result = sorted(result, key=str)
    return f"{type(result).__name__} {result!r}"


def show(title, outcomes):
    """Prints each outcome once, behind the numbers of the inputs that have it."""
    groups = {}
    for number, found in enumerate(outcomes):
        groups.setdefault(str(found), []).append(str(number))
    for found, numbers in groups.items():
        print(f"{title} {' '.join(numbers)}: {found if len(found) <= 300 else found[:200] + f'... {len(found)}'}")


JSON = ("null", "true", "1", "1.0", "1.5", "1e400", '"1"', '"a"', '"2020-01-02"', '"PT5S"', "[1, 2]", '{"a": 1}', "[", "")
TEXTS = ("1", "true", "a", "2020-01-02", "1.5", "None")

for number, value in enumerate(VALUES):
    print(number, repr(value)[:80])
for schema in SCHEMAS:
    validator = SchemaValidator(schema)
    print("==", validator.title)
    for strict in (False, True):
        mode = "strict" if strict else "lax"
        show(mode, [outcome(validator.validate_python, value, strict=strict) for value in VALUES])
        show(f"{mode} JSON", [outcome(validator.validate_json, text, strict=strict) for text in JSON])
    show("text", [outcome(validator.validate_strings, text) for text in TEXTS])

print("== schemas that are none")
for schema in (
    {"type": "nothing"}, {"type": "int", "gt": "x"}, {"type": "int", "multiple_of": 0}, {"type": "list", "items_schema": {"type": "x"}},
    {"type": "union", "choices": []}, {"type": "literal", "expected": []}, {"type": "definition-ref", "schema_ref": "q"},
    {"type": "default", "schema": {"type": "int"}, "on_error": "default"}, {"type": "url", "allowed_schemes": []}, {"type": "chain", "steps": []},
    {"type": "decimal", "allow_inf_nan": True, "max_digits": 2}, {"type": "is-instance", "cls": 5}, {"type": "datetime", "tz_constraint": "x"},
    {"type": "union", "choices": [{"type": "int"}, {"type": "str"}], "mode": "x"}, {"type": "json-or-python", "json_schema": {"type": "int"}},
):
    try:
        SchemaValidator(schema)
    except (SchemaError, KeyError) as error:
        print(type(error).__name__, error)

print("== errors")
for error in list_all_errors():
    print(*error.values())

"""Values as Python objects and as JSON, with schemas and without, by all the options of dumping."""

import dataclasses
import ipaddress
import re
import uuid
import warnings
from collections import OrderedDict, deque
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum

from pydantic_core import PydanticSerializationError, SchemaSerializer, to_json, to_jsonable_python

warnings.simplefilter("always")


class Color(Enum):
    RED = "r"
    ONE = 1


@dataclasses.dataclass
class Point:
    x: int
    y: float = 0.5


class Model:
    __slots__ = "__dict__", "_set", "_extra"

    def __init__(self, extra=None, **fields):
        self.__dict__.update(fields)
        object.__setattr__(self, "_set", frozenset(set(fields) - {"d"}))
        object.__setattr__(self, "_extra", extra)

    @property
    def __pydantic_fields_set__(self):
        return self._set

    @property
    def __pydantic_extra__(self):
        return self._extra

    def __repr__(self):
        return f"Model({self.__dict__})"

    @property
    def area(self):
        return self.__dict__.get("a", 0) * 2


class Unknown:
    def __repr__(self):
        return "Unknown()"


VALUES = [
    None, True, 0, -5, 10**30, 1.0, 1.5e-7, 1e22, float("inf"), float("nan"), "a\n\"é\u2028\ud7ff", b"bytes", bytearray(b"x"), b"\xff",
    [1, [2, (3,)]], (1, "a"), {1}, frozenset([2]), deque([3]), {"a": 1, 2: "b", None: 3, True: 4, 1.5: 5, Color.RED: 6}, OrderedDict(z=1), {(1, 2): 3},
    date(2020, 1, 2), datetime(2020, 1, 2, 3, 4, 5, 600), datetime(2020, 1, 2, tzinfo=timezone.utc), time(3, 4, 5), timedelta(days=1, seconds=2.5), timedelta(-1),
    Decimal("1.50"), uuid.UUID(int=5), Color.RED, Point(1), ipaddress.ip_address("127.0.0.1"), re.compile("a+"), 1 + 2j,
    (n for n in range(3)), range(2), Unknown(), Unknown,
]


def outcome(function, *arguments, **options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*arguments, **options)
            if not isinstance(result, (str, bytes, dict, list, int, float, type(None), tuple)):
                result = repr(result) if " at 0x" not in repr(result) else type(result).__name__
        except PydanticSerializationError as error:
            result = "PydanticSerializationError", str(error)
        except Exception as error:
            result = type(error).__name__, str(error)
    notes = [str(w.message) for w in caught]
    return (result, notes) if notes else result


def show(title, outcomes):
    """Prints each outcome once, behind the numbers of the values that have it."""
    groups = {}
    for number, found in enumerate(outcomes):
        groups.setdefault(str(found), []).append(str(number))
    for found, numbers in groups.items():
        print(f"{title} {' '.join(numbers)}: {found if len(found) <= 140 else found[:120] + f'... {len(found)}'}")


def fresh(value):
    return (n for n in range(3)) if type(value).__name__ == "generator" else value


print("== without a schema")
for value in VALUES:
    shown = "generator" if type(value).__name__ == "generator" else repr(value)
    print(shown, outcome(to_json, fresh(value)), outcome(to_jsonable_python, fresh(value)))
for options in (
    {"indent": 2}, {"ensure_ascii": True}, {"inf_nan_mode": "strings"}, {"inf_nan_mode": "constants"}, {"timedelta_mode": "float"},
    {"bytes_mode": "base64"}, {"bytes_mode": "hex"}, {"exclude_none": True}, {"serialize_unknown": True}, {"fallback": lambda value: f"<{type(value).__name__}>"}, {"round_trip": True},
):
    value = {"t": timedelta(1), "f": [float("inf"), 2.0], "b": b"\xfa", "n": None, "é": "é", "u": Unknown()}
    print(list(options), outcome(to_json, value, **options))
loop = []
loop.append(loop)
print(outcome(to_json, loop)[0], outcome(to_jsonable_python, loop)[0])

print("== by schemas")
INT, STR = {"type": "int"}, {"type": "str"}
PLAIN = [value for value in VALUES if type(value).__name__ != "generator"]
SCHEMAS = [
    {"type": "any"}, {"type": "none"}, {"type": "bool"}, INT, {"type": "float"}, STR, {"type": "bytes"}, {"type": "decimal"}, {"type": "date"}, {"type": "datetime"},
    {"type": "time"}, {"type": "timedelta"}, {"type": "uuid"}, {"type": "enum", "cls": Color, "members": list(Color)}, {"type": "literal", "expected": ["r", 1]},
    {"type": "list", "items_schema": INT}, {"type": "tuple", "items_schema": [INT, STR], "variadic_item_index": 0}, {"type": "set", "items_schema": INT},
    {"type": "dict", "keys_schema": STR, "values_schema": INT}, {"type": "nullable", "schema": INT}, {"type": "union", "choices": [INT, {"type": "date"}]},
    {"type": "generator", "items_schema": INT}, {"type": "url"}, {"type": "json"}, {"type": "callable"},
]
for number, value in enumerate(PLAIN):
    print(number, repr(value)[:60])
for schema in SCHEMAS:
    serializer = SchemaSerializer(schema)
    print("--", schema["type"])
    show("python", [outcome(serializer.to_python, value) for value in PLAIN])
    show("json", [outcome(serializer.to_python, value, mode="json") for value in PLAIN])
    show("text", [outcome(serializer.to_json, value) for value in PLAIN])

print("== settings")
for config in ({"ser_json_timedelta": "float"}, {"ser_json_bytes": "hex"}, {"ser_json_inf_nan": "strings"}, {"ser_json_inf_nan": "constants"}, {"ser_json_temporal": "milliseconds"}):
    for kind, value in (("timedelta", timedelta(1, 2, 3)), ("bytes", b"\xfe"), ("float", float("nan")), ("datetime", datetime(2020, 1, 2, tzinfo=timezone.utc))):
        serializer = SchemaSerializer({"type": kind}, config)
        print(config, kind, outcome(serializer.to_json, value), outcome(serializer.to_python, value, mode="json"))

print("== models")


def field(schema, **options):
    return {"type": "model-field", "schema": schema, **options}


def ser(kind, function, **options):
    return {"type": f"function-{kind}", "function": function, **options}


inner = {"type": "model", "cls": Model, "schema": {"type": "model-fields", "fields": {"a": field(INT), "n": field({"type": "nullable", "schema": INT})}}}
schema = {
    "type": "model", "cls": Model,
    "schema": {
        "type": "model-fields", "extra_behavior": "allow",
        "fields": {
            "a": field(INT), "s": field({**STR, "serialization": ser("plain", str.upper)}, serialization_alias="ess"),
            "d": field({"type": "default", "schema": INT, "default": 7}), "hidden": field(INT, serialization_exclude=True),
            "when": field({**{"type": "datetime"}, "serialization": ser("wrap", lambda value, handler, info: (handler(value), info.mode), info_arg=True)}),
            "inner": field(inner), "many": field({"type": "dict", "keys_schema": STR, "values_schema": {"type": "list", "items_schema": inner}}),
        },
        "computed_fields": [{"type": "computed-field", "property_name": "area", "return_schema": INT, "alias": "Area"}],
    },
}
serializer = SchemaSerializer(schema)
small = Model(a=1, n=None)
model = Model({"more": [1]}, a=2, s="text", d=7, hidden=3, when=datetime(2020, 1, 2), inner=small, many={"k": [small, Model(a=5, n=6)]})
for options in (
    {}, {"by_alias": True}, {"exclude_unset": True}, {"exclude_defaults": True}, {"exclude_none": True}, {"include": {"a", "inner"}}, {"exclude": {"inner": {"a"}, "many": {"k": {0: True}}}},
    {"include": {"many": {"k": {"__all__": {"a"}}}}}, {"exclude": {"many": {"k": {-1: {"n"}}}}}, {"round_trip": True}, {"exclude_computed_fields": True}, {"context": 5}, {"serialize_as_any": True},
):
    print(list(options), outcome(serializer.to_python, model, **options))
    print(list(options), outcome(serializer.to_json, model, **options))
print(outcome(serializer.to_json, model, indent=1))
for wrong in (Model(a="x", s=1, d=None, hidden=1, when=2, inner=3, many=4), {"a": 1}, 5):
    for mode in (True, False, "error"):
        print(mode, outcome(serializer.to_python, wrong, warnings=mode))

print("== functions")


def boom(value):
    raise ValueError("boom")


for serialization in (
    ser("plain", lambda value: value * 2), ser("plain", lambda value: value * 2, when_used="json"), ser("plain", lambda value: str(value), return_schema=INT), ser("plain", boom),
    ser("wrap", lambda value, handler: [handler(value)]), ser("plain", lambda value, info: (info.mode, info.by_alias, info.exclude_none), info_arg=True),
    {"type": "format", "formatting_string": "0.2f"}, {"type": "to-string"}, {"type": "to-string", "when_used": "always"}, {"type": "any"},
):
    serializer = SchemaSerializer({"type": "float", "serialization": serialization})
    print({k: v for k, v in serialization.items() if k != "function"}, outcome(serializer.to_python, 3.0), outcome(serializer.to_python, 3.0, mode="json"), outcome(serializer.to_json, 3.0), outcome(serializer.to_json, None))

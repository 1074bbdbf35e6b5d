"""Schemas with parts: fields of models, dataclasses, typed dictionaries, arguments, unions by tag, functions, references."""

import os
from dataclasses import dataclass
from typing import NamedTuple

from pydantic_core import (
    ArgsKwargs, PydanticCustomError, PydanticKnownError, PydanticOmit, PydanticUseDefault, SchemaError, SchemaValidator, ValidationError,
)


class Model:
    __slots__ = "__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"

    def __repr__(self):
        return f"Model({self.__dict__}, {sorted(self.__pydantic_fields_set__)}, {getattr(self, '__pydantic_extra__', '-')})"


@dataclass
class Point:
    x: int
    y: int = 0


class Pair(NamedTuple):
    a: int
    b: str = "z"


class Thing:
    a = "5"
    c = 3

    @property
    def bad(self):
        raise RuntimeError("no")

    def __repr__(self):
        return "Thing()"


def outcome(function, *arguments, **options):
    try:
        result = function(*arguments, **options)
    except ValidationError as error:
        return [(e["type"], e["loc"], e["msg"], e["input"], e.get("ctx")) for e in error.errors(include_url=False)]
    except Exception as error:
        return type(error).__name__, str(error)
    if isinstance(result, tuple) and len(result) == 3 and isinstance(result[2], set):
        return *result[:2], sorted(result[2])
    return result


INT, STR = {"type": "int"}, {"type": "str"}


def field(schema, kind="model-field", **options):
    return {"type": kind, "schema": schema, **options}


def fields(**options):
    return {
        "type": "model-fields",
        "fields": {
            "a": field(INT),
            "b": field({"type": "default", "schema": STR, "default": "d"}, validation_alias="bee"),
            "c": field({"type": "nullable", "schema": INT}, validation_alias=[["sea"], ["deep", "c", 1]]),
        },
        **options,
    }


def model(inner, **options):
    return {"type": "model", "cls": Model, "schema": inner, **options}


def double(value):
    return value * 2


def refuse(value):
    raise {
        "value": ValueError("no value"),
        "assert": AssertionError("not so"),
        "custom": PydanticCustomError("mine", "is {what}, {n}", {"what": "odd", "n": 3}),
        "known": PydanticKnownError("too_short", {"field_type": "X", "min_length": 2, "actual_length": 1}),
        "omit": PydanticOmit(),
        "default": PydanticUseDefault(),
    }.get(value, TypeError("internal"))


def around(value, handler, info):
    try:
        return handler(value), info.mode, info.field_name, info.data, info.context
    except ValidationError as error:
        return "caught", error.title, error.error_count(), [e["loc"] for e in error.errors()]


def info_only(value, info):
    return value, info.mode, info.field_name, dict(info.data) if info.data is not None else None, info.config


def function(kind, call, schema=None, info="no-info", **options):
    made = {"type": f"function-{kind}", "function": {"type": info, "function": call}, **options}
    return made if schema is None else {**made, "schema": schema}


INPUTS = [
    {"a": "1"}, {"a": 1, "bee": "x", "sea": 3}, {"a": 1, "b": "x", "deep": {"c": [0, 7]}, "more": 1}, {}, {"a": "x", "bee": 1, "sea": "y"},
    {"a": 1, 5: 6}, [1], None, "text", Thing(), (Thing(), {"a": 9}),
]

SCHEMAS = {
    "ignore": fields(), "forbid": fields(extra_behavior="forbid"), "allow": fields(extra_behavior="allow"),
    "allow ints": fields(extra_behavior="allow", extras_schema=INT), "attributes": fields(from_attributes=True),
    "model": model(fields()), "model allow": model(fields(extra_behavior="allow")), "root": model({"type": "list", "items_schema": INT}, root_model=True),
    "typed dict": {"type": "typed-dict", "fields": {"a": field(INT, "typed-dict-field"), "b": field(STR, "typed-dict-field", required=False)}},
    "typed dict total": {"type": "typed-dict", "total": False, "extra_behavior": "forbid", "fields": {"a": field(INT, "typed-dict-field")}},
    "factory": {"type": "model-fields", "fields": {"a": field(INT), "b": field({"type": "default", "schema": INT, "default_factory": lambda d: d["a"] + 1, "default_factory_takes_data": True})}},
    "validated default": {"type": "model-fields", "fields": {"a": field({"type": "default", "schema": INT, "default": "x", "validate_default": True})}},
    "omitted": {"type": "list", "items_schema": {"type": "default", "schema": INT, "on_error": "omit"}},
}
for name, schema in SCHEMAS.items():
    validator = SchemaValidator(schema)
    print("==", name)
    for value in INPUTS + [["1", "x", 3]]:
        print(value, "->", outcome(validator.validate_python, value))
    for options in ({"strict": True}, {"extra": "forbid"}, {"by_name": True}, {"by_name": True, "by_alias": False}, {"from_attributes": True}):
        print(options, "->", [outcome(validator.validate_python, value, **options) for value in INPUTS[1:3]])
    print("json ->", outcome(validator.validate_json, '{"a": "1", "bee": "q", "sea": null}'), outcome(validator.validate_json, "[1]"))

print("== assignment")
validator = SchemaValidator(model({**fields(extra_behavior="allow"), "fields": {**fields()["fields"], "f": field({"type": "default", "schema": INT, "default": 1}, frozen=True)}}))
one = validator.validate_python({"a": 1, "sea": 2})
for name, value in (("a", "7"), ("a", "x"), ("b", 5), ("f", 2), ("new", 4), ("c", None)):
    print(name, value, outcome(validator.validate_assignment, one, name, value), one)

print("== dataclass")
arguments = {
    "type": "dataclass-args", "dataclass_name": "Point",
    "fields": [field(INT, "dataclass-field", name="x", kw_only=False), field({"type": "default", "schema": INT, "default": 4}, "dataclass-field", name="y", kw_only=False)],
}
validator = SchemaValidator({"type": "dataclass", "cls": Point, "fields": ["x", "y"], "schema": arguments})
for value in ({"x": "1"}, {"x": 1, "y": "q"}, {}, {"x": 1, "z": 2}, Point(1, 2), ArgsKwargs((1, "2")), ArgsKwargs((1, 2, 3)), ArgsKwargs((1,), {"x": 2}), [1], "x"):
    print(value, outcome(validator.validate_python, value), outcome(validator.validate_python, value, strict=True))
print(outcome(validator.validate_assignment, Point(1), "y", "8"), outcome(validator.validate_assignment, Point(1), "q", "8"))

print("== named tuple")
validator = SchemaValidator({
    "type": "named-tuple", "cls": Pair,
    "fields": [field(INT, "named-tuple-field", name="a"), field({"type": "default", "schema": STR, "default": "z"}, "named-tuple-field", name="b")],
})
for value in ([1], ("1", "q"), (1, 2), (1, "a", 3), {"a": 4}, {"b": 1, "c": 2}, Pair(1), Pair("x"), 5):
    print(value, outcome(validator.validate_python, value))

print("== arguments")
schema = {
    "type": "arguments",
    "arguments_schema": [
        {"name": "a", "mode": "positional_only", "schema": INT}, {"name": "b", "mode": "positional_or_keyword", "schema": INT, "alias": "bee"},
        {"name": "c", "mode": "keyword_only", "schema": {"type": "default", "schema": STR, "default": "s"}},
    ],
}
for extra in ({}, {"var_args_schema": INT, "var_kwargs_schema": STR}):
    validator = SchemaValidator({**schema, **extra})
    for value in (ArgsKwargs((1, "2")), ArgsKwargs((1,), {"bee": 3, "c": "t"}), ArgsKwargs(()), ArgsKwargs((1, 2, "3", "x"), {"d": "e", "f": 1}), ArgsKwargs((1, 2), {"bee": 1}), (1, 2), {"b": 1}, "no"):
        print(value, outcome(validator.validate_python, value))
validator = SchemaValidator({"type": "call", "function": lambda a, b, c: (a, b, c), "arguments_schema": schema, "return_schema": {"type": "tuple", "items_schema": [INT, INT, INT]}})
print(validator.title, outcome(validator.validate_python, ArgsKwargs((1, 2))), outcome(validator.validate_python, ArgsKwargs((1, 2), {"c": "3"})))
v3 = {"type": "arguments-v3", "arguments_schema": [
    {"name": "a", "mode": "positional_only", "schema": INT}, {"name": "rest", "mode": "var_args", "schema": INT},
    {"name": "k", "mode": "keyword_only", "schema": INT}, {"name": "more", "mode": "var_kwargs_uniform", "schema": STR},
]}
validator = SchemaValidator(v3)
for value in (ArgsKwargs((1, 2, "3"), {"k": 1, "q": "r"}), {"a": 1, "rest": [1, "x"], "k": 2, "more": {"z": 1}}, {"a": 1, "k": 2, "rest": 3, "more": 4}, {}, 5):
    print(value, outcome(validator.validate_python, value))

print("== tags")
choices = {"cat": {"type": "typed-dict", "fields": {"kind": field(STR, "typed-dict-field"), "n": field(INT, "typed-dict-field")}}, "dog": {"type": "dict"}}
for discriminator in ("kind", [["kind"], ["deep", 0]], lambda value: value.get("kind")):
    validator = SchemaValidator({"type": "tagged-union", "choices": choices, "discriminator": discriminator})
    for value in ({"kind": "cat", "n": "1"}, {"kind": "cat"}, {"kind": "dog"}, {"kind": "cow"}, {"deep": ["dog"]}, {}):
        print(outcome(validator.validate_python, value))

print("== unions of models")
small, large = fields(), {"type": "model-fields", "fields": {"a": field(INT), "x": field({"type": "default", "schema": INT, "default": 0}), "y": field({"type": "default", "schema": INT, "default": 0})}}
validator = SchemaValidator({"type": "union", "choices": [large, small]})
for value in ({"a": 1, "bee": "q", "sea": 1}, {"a": 1, "x": 2, "y": 3}, {"a": "1", "x": "2"}, {"x": 1}):
    print(outcome(validator.validate_python, value))

print("== functions")
SCHEMAS = [
    function("before", double, INT), function("after", double, INT), function("plain", double), function("wrap", around, INT, "with-info"),
    function("after", info_only, INT, "with-info", field_name="f"), function("before", refuse, STR), function("after", refuse, STR),
    {"type": "default", "default": "dd", "schema": function("plain", refuse)}, {"type": "list", "items_schema": function("plain", refuse)},
    {"type": "custom-error", "schema": INT, "custom_error_type": "my", "custom_error_message": "says {x}", "custom_error_context": {"x": 1}},
    {"type": "custom-error", "schema": INT, "custom_error_type": "greater_than", "custom_error_context": {"gt": 5}},
    {"type": "model-fields", "fields": {"a": field(INT), "b": field(function("wrap", around, INT, "with-info"))}},
]
for schema in SCHEMAS:
    validator = SchemaValidator(schema)
    print("--", validator.title)
    for value in (1, "2", "value", "assert", "custom", "known", "omit", "default", "x", ["value", "omit"], {"a": 1, "b": "q"}):
        print(repr(value), outcome(validator.validate_python, value, context={"c": 1}))

print("== references")
tree = {"type": "definitions", "schema": {"type": "definition-ref", "schema_ref": "T"}, "definitions": [
    {"type": "typed-dict", "ref": "T", "fields": {"v": field(INT, "typed-dict-field"), "sub": field({"type": "list", "items_schema": {"type": "definition-ref", "schema_ref": "T"}}, "typed-dict-field", required=False)}},
]}
validator = SchemaValidator(tree)
loop = {"v": 1, "sub": []}
loop["sub"].append(loop)
for value in ({"v": "1", "sub": [{"v": 2}, {"v": "3", "sub": []}]}, {"v": 1, "sub": [{"v": "x"}]}):
    print(outcome(validator.validate_python, value))
print([(e[0], e[1]) for e in outcome(validator.validate_python, loop)])

print("== how errors look")
os.environ["PYDANTIC_ERRORS_INCLUDE_URL"] = "0"
try:
    SchemaValidator(model(fields(extra_behavior="forbid")), {"title": "Named"}).validate_python({"a": "x" * 80, "b.c": 1, "sea": Thing(), "deep": [1, 2, 3]})
except ValidationError as error:
    print(error)
    print(error.json(indent=1, include_url=False))
for text in ("[1, 2", '{"a": nul}', '"\\ud800"', "01"):
    print(outcome(SchemaValidator({"type": "list"}).validate_json, text))
for mode in ("on", "trailing-strings"):
    validator = SchemaValidator({"type": "list", "items_schema": {"type": "typed-dict", "total": False, "fields": {"a": field(STR, "typed-dict-field"), "b": field(INT, "typed-dict-field")}}})
    for text in ('[{"a": "b', '[{"a": "b"}, {"b": "x"', '[{"a": "x", "b": 1', "["):
        print(mode, outcome(validator.validate_json, text, allow_partial=mode))

"""Schemas of several drafts: errors with their paths, references, formats; fast schemas; classes from dictionaries."""
import dataclasses
import typing
import dacite
import fastjsonschema
import jsonschema
from jsonschema import Draft7Validator, Draft202012Validator, RefResolver

schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"},
        "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150},
        "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}, "uniqueItems": True, "maxItems": 3},
        "kind": {"enum": ["a", "b"]},
        "either": {"oneOf": [{"type": "number", "multipleOf": 5}, {"type": "number", "multipleOf": 3}]},
    },
    "required": ["name"],
    "additionalProperties": False,
    "$defs": {"tag": {"type": "string"}},
}
good = {"name": "abc", "age": 5, "tags": ["x", "y"], "kind": "a", "either": 9}
bad = {"name": "A", "age": 200, "tags": ["x", "x", 1, 2], "kind": "c", "either": 15, "more": 1}
validator = Draft202012Validator(schema)
validator.check_schema(schema)
print(validator.is_valid(good), validator.is_valid(bad))
for error in sorted(validator.iter_errors(bad), key=lambda e: [str(p) for p in e.path] + [e.message]):
    print(list(error.absolute_path), error.validator, error.message[:90], list(error.schema_path))
try:
    jsonschema.validate({"name": 5}, schema)
except jsonschema.ValidationError as error:
    print(str(error)[:200])
try:
    Draft7Validator.check_schema({"type": "nothing"})
except jsonschema.SchemaError as error:
    print(error.message)
tree = jsonschema.ErrorTree(validator.iter_errors(bad))
print(sorted(map(str, tree)), tree.total_errors, "age" in tree)
print(jsonschema.exceptions.best_match(validator.iter_errors({"name": 1})).message)
checker = jsonschema.FormatChecker()
for form, value in (("email", "x"), ("date", "2024-02-30"), ("ipv4", "1.2.3.4"), ("regex", "("), ("date-time", "x")):
    print(form, checker.conforms(value, form))
check = fastjsonschema.compile({k: v for k, v in schema.items() if k not in ("$schema",)} | {"definitions": schema["$defs"]})
print(check(good) == good)
try:
    check({"name": "ab", "age": -1})
except fastjsonschema.JsonSchemaValueException as error:
    print(error.message, error.path, error.rule)
print(fastjsonschema.compile_to_code({"type": "string", "maxLength": 3}).splitlines()[-8:])


@dataclasses.dataclass
class Point:
    x: int
    y: float = 0.5


@dataclasses.dataclass
class Shape:
    name: str
    points: list[Point]
    extra: typing.Optional[dict[str, int]] = None
    label: int | str = 0


print(dacite.from_dict(Shape, {"name": "s", "points": [{"x": 1}, {"x": 2, "y": 1.0}], "label": "l"}))
for wrong in ({"name": 1, "points": []}, {"points": []}, {"name": "a", "points": [{"x": "1"}]}):
    try:
        dacite.from_dict(Shape, wrong)
    except dacite.DaciteError as error:
        print(type(error).__name__, error)
print(dacite.from_dict(Point, {"x": "7"}, dacite.Config(cast=[int])))

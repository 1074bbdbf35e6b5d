"""Its current version on referencing and rpds: errors of several drafts, references between schemas, formats.

Needs stand-ins.
"""
import jsonschema
from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable

tag = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:tag", "type": "string", "$defs": {"short": {"maxLength": 3}}})
registry = Registry().with_resources([("urn:tag", tag)])
schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"},
        "tags": {"type": "array", "items": {"$ref": "urn:tag"}, "uniqueItems": True},
        "short": {"$ref": "urn:tag#/$defs/short"},
        "tree": {"$ref": "#/$defs/node"},
        "either": {"oneOf": [{"multipleOf": 5}, {"multipleOf": 3}]},
    },
    "required": ["name"],
    "unevaluatedProperties": False,
    "$defs": {"node": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/node"}}, "value": {"type": "integer"}}}},
}
validator = Draft202012Validator(schema, registry=registry)
bad = {"name": "A", "tags": ["x", "x", 1], "short": "long", "tree": {"children": [{"value": "v"}]}, "either": 15, "more": 1}
print(validator.is_valid({"name": "ab", "tree": {"children": [{"children": [], "value": 1}]}}), validator.is_valid(bad))
for error in sorted(validator.iter_errors(bad), key=lambda e: [*map(str, e.absolute_path), e.message]):
    print(list(error.absolute_path), error.validator, error.message, list(error.absolute_schema_path))
try:
    Draft202012Validator({"$ref": "urn:missing"}, registry=registry).validate(1)
except jsonschema.exceptions._WrappedReferencingError as error:
    print("unresolvable", isinstance(error, Unresolvable), error)
try:
    Draft7Validator.check_schema({"type": "nothing"})
except jsonschema.SchemaError as error:
    print(error.message)
print(jsonschema.exceptions.best_match(validator.iter_errors({"name": 1})).message)
print(registry == Registry().with_resources([("urn:tag", tag)]), list(registry), len(registry.crawl()))

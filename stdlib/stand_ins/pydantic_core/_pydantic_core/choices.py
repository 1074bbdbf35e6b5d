"""Validators that choose: literals, enumerations, unions, and others that use one of several schemas."""

from uuid import UUID

from _hob_json_input import JsonError, parse_json

from .base import EXACT, LAX, Validator, build, builder, is_strict, setting
from .error_types import is_type
from .errors import (
    PydanticCustomError,
    PydanticKnownError,
    PydanticOmit,
    SchemaError,
    ValError,
    invalid,
    location_item,
)
from .fields import MISSING, Path, source_of
from .markers import missing_sentinel
from .numbers import parse_bool
from .scalars import AnyValidator, as_float, as_int
from .texts import as_str

_NONE = object()


class Lookup:
    """Finds the entry for a value among literals, which differ by type: `1`, `True` and `1.0` are three."""

    def __init__(self, entries):
        self.exact = {}
        self.others = {}
        self.unhashable = []
        # Literals of plain types, found by equality: a later one replaces an equal one.
        self.equal = {}
        for key, entry in entries:
            if type(key) in (bool, int, str):
                self.exact[type(key), key] = self.equal[key] = entry
            else:
                try:
                    self.others[key] = entry
                except TypeError:
                    self.unhashable.append((key, entry))
        self.has = {kind for kind, _ in self.exact}

    def find(self, value, state):
        """Returns the entry for a value, or `_NONE`. Raises ValError for an int that is too large to be looked up."""
        kind = type(value)
        if state.mode == "string" and bool in self.has and kind is str:
            found = self.exact.get((bool, parse_bool(value)), _NONE)
            if found is not _NONE:
                return found
        if kind in (bool, int, str):
            found = self.exact.get((kind, value), _NONE)
            if found is not _NONE:
                return found
            if kind is int and int in self.has and not -(1 << 63) <= value < 1 << 63:
                raise invalid("int_parsing_size", value)
        if self.others:
            try:
                found = self.others.get(value, _NONE)
            except TypeError:
                found = _NONE
            if found is not _NONE:
                return found
        for key, entry in self.unhashable:
            if key == value:
                return entry
        try:
            return self.equal.get(value, _NONE)
        except TypeError:
            return _NONE

    def find_int(self, value, state, strict):
        """Returns the entry for a representation of an int."""
        try:
            number = as_int(value, strict, state)
        except ValError:
            return _NONE
        return self.exact.get((int, number), _NONE)

    def find_str(self, value, state, strict):
        """Returns the entry for a representation of a text."""
        try:
            text = as_str(value, strict, False, state)
        except ValError:
            return _NONE
        return self.exact.get((str, text), _NONE)

    def find_float(self, value, state, strict):
        """Returns the entry for a representation of a float."""
        try:
            number = as_float(value, strict, state)
        except ValError:
            return _NONE
        found = self.others.get(number, _NONE)
        return self.exact.get((int, number), _NONE) if found is _NONE else found


def listed(texts):
    """Returns texts as a list whose last item follows `or`."""
    if len(texts) == 1:
        return texts[0]
    return f"{', '.join(texts[:-1])} or {texts[-1]}"


class LiteralValidator(Validator):
    """Takes one of some values."""

    def __init__(self, schema, config, definitions):
        expected = list(schema["expected"])
        if not expected:
            raise SchemaError("`expected` should have length > 0")
        self.lookup = Lookup((value, value) for value in expected)
        texts = [repr(value) for value in expected]
        self.expected = listed(texts)
        self.name = f"literal[{','.join(texts)}]"

    def validate(self, value, state):
        found = self.lookup.find(value, state)
        if found is _NONE:
            raise invalid("literal_error", value, expected=self.expected)
        return found


class EnumValidator(Validator):
    """Takes members of an enumeration, and their values."""

    def __init__(self, schema, config, definitions):
        members = list(schema["members"])
        if not members:
            raise SchemaError("`members` should have length > 0")
        self.cls = schema["cls"]
        self.strict = is_strict(schema, config)
        self.shown = class_text(schema, self.cls)
        self.lookup = Lookup((member.value, member) for member in members)
        self.expected = listed([repr(member.value) for member in members])
        self.kind = schema.get("sub_type")
        if self.kind not in (None, "int", "str", "float"):
            raise SchemaError("`sub_type` must be one of: 'int', 'str', 'float' or None")
        self.name = f"{self.kind + '-' if self.kind else ''}enum[{self.shown}]"

    def validate(self, value, state):
        if type(value) is self.cls:
            return value
        strict = self.strict if state.strict is None else state.strict
        if strict and state.shown_mode == "python":
            raise invalid("is_instance_of", value, **{"class": self.shown})
        state.floor(LAX)
        found = self._find(value, state, strict)
        if found is not _NONE:
            return found
        try:
            return self.cls(value)
        except ValueError:
            raise invalid("enum", value, expected=self.expected) from None

    def _find(self, value, state, strict):
        if self.kind == "int":
            return self.lookup.find_int(value, state, strict)
        if self.kind == "str":
            return self.lookup.find_str(value, state, strict)
        if self.kind == "float":
            return self.lookup.find_float(value, state, strict)
        found = self.lookup.find(value, state)
        if found is _NONE and not strict and state.mode == "python":
            if isinstance(value, str):
                return self.lookup.find_str(value, state, False)
            if isinstance(value, (int, float)):
                return self.lookup.find_int(value, state, False)
        return found


def checked_class(cls):
    """Returns a class if it is one."""
    if not isinstance(cls, type):
        raise TypeError(f"'{type(cls).__name__}' object is not an instance of 'type'")
    return cls


def class_text(schema, cls):
    """Returns how errors name a class."""
    shown = schema.get("cls_repr")
    if shown is not None:
        return shown
    return cls.__qualname__ if isinstance(cls, type) else repr(cls)


class IsInstanceValidator(Validator):
    """Takes instances of a class."""

    def __init__(self, schema, config, definitions):
        self.cls = schema["cls"]
        try:
            isinstance("", self.cls)
        except TypeError:
            raise SchemaError("'cls' must be valid as the first argument to 'isinstance'") from None
        self.shown = class_text(schema, self.cls)
        self.name = f"is-instance[{self.shown}]"

    def validate(self, value, state):
        if state.mode != "python":
            raise invalid("needs_python_object", value, method_name="isinstance")
        if not isinstance(value, self.cls):
            raise invalid("is_instance_of", value, **{"class": self.shown})
        return value


class IsSubclassValidator(Validator):
    """Takes subclasses of a class."""

    def __init__(self, schema, config, definitions):
        self.cls = checked_class(schema["cls"])
        self.shown = class_text(schema, self.cls)
        self.name = f"is-subclass[{self.shown}]"

    def validate(self, value, state):
        if state.mode != "python":
            raise invalid("needs_python_object", value, method_name="issubclass")
        if not isinstance(value, type) or not issubclass(value, self.cls):
            raise invalid("is_subclass_of", value, **{"class": self.shown})
        return value


class CallableValidator(Validator):
    """Accepts callables."""

    name = "callable"

    def validate(self, value, state):
        state.floor(LAX)
        if state.mode == "python" and callable(value):
            return value
        raise invalid("callable_type", value)


class SentinelValidator(Validator):
    """Accepts one object, and values accepted by its schema, if it has one."""

    def __init__(self, name, sentinel, kind, inner=None):
        self.name = name if inner is None else f"{name}[{inner.name}]"
        self.sentinel = sentinel
        self.kind = kind
        self.inner = inner

    def validate(self, value, state):
        if value is self.sentinel:
            return value
        if self.inner is not None:
            return self.inner.validate(value, state)
        raise invalid(self.kind, value)


class UuidValidator(Validator):
    """Accepts UUIDs and their representations."""

    name = "uuid"

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        self.version = schema.get("version")

    def validate(self, value, state):
        if isinstance(value, UUID):
            if self.version is not None and value.version != self.version:
                raise invalid("uuid_version", value, expected_version=self.version)
            return value
        if state.shown_mode == "python":
            if self.strict if state.strict is None else state.strict:
                raise invalid("is_instance_of", value, **{"class": "UUID"})
            state.floor(LAX)
        made = self._parsed(value, state)
        if self.version is not None and (made.int >> 76) & 15 != self.version:
            raise invalid("uuid_version", value, expected_version=self.version)
        return made

    def _parsed(self, value, state):
        if isinstance(value, str):
            problem = uuid_problem(value)
            if problem is not None:
                raise invalid("uuid_parsing", value, error=problem)
            return UUID(value.strip("{}"))
        if state.mode == "python" and isinstance(value, bytes):
            # Bytes are a UUID's text, or the UUID itself.
            text = value.decode("latin-1")
            if text.isascii() and uuid_problem(text) is None:
                return UUID(text.strip("{}"))
            if len(value) == 16:
                return UUID(bytes=value)
            raise invalid("uuid_parsing", value, error=f"invalid length: expected 16 bytes, found {len(value)}")
        raise invalid("uuid_type", value)


def uuid_problem(text):
    """Returns the fault of a UUID's text, or None."""
    plain, skipped = text, 0
    if len(plain) == 45 and plain.startswith("urn:uuid:"):
        plain, skipped = plain[9:], 9
    elif len(plain) == 38 and plain.startswith("{") and plain.endswith("}"):
        plain, skipped = plain[1:-1], 1
    size = len(text.encode())
    if size > 45:
        return f"invalid length: found {size}"
    for at, char in enumerate(plain):
        if char not in "0123456789abcdefABCDEF-":
            return f"invalid character: found `{char}` at {len(text[: at + skipped].encode())}"
    if "-" not in plain:
        return None if len(plain) == 32 else f"invalid length: found {size}"
    groups = plain.split("-")
    if len(groups) != 5:
        return f"invalid group count: expected 5, found {len(groups)}"
    for number, (group, expected) in enumerate(zip(groups, (8, 4, 4, 4, 12))):
        if len(group) != expected:
            return f"invalid group length in group {number}: expected {expected}, found {len(group)}"
    return None


class CustomError:
    """The error that a schema has in place of those of its parts."""

    def __init__(self, schema):
        kind = schema["custom_error_type"]
        context = schema.get("custom_error_context")
        if is_type(kind):
            if "custom_error_message" in schema:
                raise SchemaError(
                    "custom_error_message should not be provided if 'custom_error_type' matches a known error"
                )
            self.error = PydanticKnownError(kind, context)
        else:
            extra = () if context is None else (context,)
            self.error = PydanticCustomError(kind, schema["custom_error_message"], *extra)

    def of(self, value):
        """Makes the error of a value."""
        return ValError([self.error.line(value)])


def custom_error(schema):
    """Returns the custom error of a schema, or None."""
    return CustomError(schema) if schema.get("custom_error_type") is not None else None


class CustomErrorValidator(Validator):
    """Tells its own error where its schema has any."""

    def __init__(self, schema, config, definitions):
        self.error = CustomError(schema)
        self.inner = build(schema["schema"], config, definitions)
        self.name = f"custom-error[{self.inner.name}]"

    def validate(self, value, state):
        try:
            return self.inner.validate(value, state)
        except (ValError, PydanticOmit):
            raise self.error.of(value) from None


class UnionValidator(Validator):
    """Accepts values accepted by one of several schemas."""

    def __init__(self, choices, schema):
        self.choices = choices
        mode = schema.get("mode", "smart")
        if mode not in ("smart", "left_to_right"):
            raise SchemaError(f"Invalid union mode: `{mode}`, expected `smart` or `left_to_right`")
        if mode == "left_to_right":
            self.validate = self._left_to_right
        self.custom = custom_error(schema)
        self.name = f"union[{','.join(label or choice.name for choice, label in choices)}]"

    def validate(self, value, state):
        exactness, count = state.exactness, state.fields_set_count
        errors, best, omits = [], None, False
        for choice, label in self.choices:
            state.exactness, state.fields_set_count = EXACT, None
            try:
                valid = choice.validate(value, state)
            except ValError as error:
                if best is None and self.custom is None:
                    errors.extend(error.within(label or choice.name).lines)
                continue
            except PydanticOmit:
                omits = omits or best is None
                continue
            found, fields = state.exactness, state.fields_set_count
            if found == EXACT and fields is None:
                state.exactness, state.fields_set_count = exactness, count
                return valid
            if best is None:
                best = valid, found, fields
            else:
                _, found_before, fields_before = best
                if fields is not None and fields_before is not None and fields != fields_before:
                    is_better = fields_before < fields
                else:
                    is_better = found_before < found
                if is_better:
                    best = valid, found, fields
        state.exactness, state.fields_set_count = exactness, count
        if best is not None:
            valid, found, fields = best
            state.floor(found)
            if fields is not None:
                state.count_fields(fields)
            return valid
        if omits:
            raise PydanticOmit
        raise ValError(errors) if self.custom is None else self.custom.of(value)

    def _left_to_right(self, value, state):
        errors = []
        for choice, label in self.choices:
            try:
                return choice.validate(value, state)
            except ValError as error:
                if self.custom is None:
                    errors.extend(error.within(label or choice.name).lines)
        raise ValError(errors) if self.custom is None else self.custom.of(value)


@builder("union")
def _union(schema, config, definitions):
    choices = []
    for choice in schema["choices"]:
        label = None
        if isinstance(choice, tuple):
            choice, label = choice[0], str(choice[1])
        choices.append((build(choice, config, definitions), label))
    if not choices:
        raise SchemaError("One or more union choices required")
    if len(choices) == 1 and schema.get("auto_collapse", True):
        return choices[0][0]
    return UnionValidator(choices, schema)


class TaggedUnionValidator(Validator):
    """Accepts values accepted by the schema for their tag."""

    def __init__(self, schema, config, definitions):
        discriminator = schema["discriminator"]
        self.function = self.paths = None
        if callable(discriminator):
            self.function = discriminator
            name = getattr(discriminator, "__name__", None)
            self.shown = f"{name if name is not None else repr(discriminator)}()"
        else:
            self.paths = Path.all_of(discriminator)
            self.shown = " | ".join(path.text() for path in self.paths)
        choices = schema["choices"]
        made = {tag: build(choice, config, definitions) for tag, choice in choices.items()}
        self.choices = made
        self.lookup = Lookup((tag, (tag, choice)) for tag, choice in made.items())
        self.expected = ", ".join(repr(tag) for tag in choices)
        self.strict = is_strict(schema, config)
        self.from_attributes = setting(schema, config, "from_attributes", True)
        self.custom = custom_error(schema)
        self.name = f"tagged-union[{','.join(choice.name for choice in made.values())}]"

    def validate(self, value, state):
        if self.function is not None:
            tag = self.function(value)
            if tag is None:
                raise self._not_found(value)
        else:
            from_attributes = self.from_attributes if state.from_attributes is None else state.from_attributes
            source = source_of(value, bool(state.strict), from_attributes, state)
            for path in self.paths:
                tag = source.get(path)
                if tag is not MISSING:
                    break
            else:
                raise self._not_found(value)
        try:
            found = self.lookup.find(tag, state)
        except ValError:
            found = _NONE
        if found is _NONE:
            if self.custom is not None:
                raise self.custom.of(value)
            raise invalid(
                "union_tag_invalid",
                value,
                discriminator=self.shown,
                tag=str(tag),
                expected_tags=self.expected,
            )
        key, choice = found
        try:
            return choice.validate(value, state)
        except ValError as error:
            raise error.within(location_item(tag)) from None

    def _not_found(self, value):
        if self.custom is not None:
            return self.custom.of(value)
        return invalid("union_tag_not_found", value, discriminator=self.shown)


class NullableValidator(Validator):
    """Takes None as well."""

    def __init__(self, schema, config, definitions):
        self.inner = build(schema["schema"], config, definitions)
        self.name = f"nullable[{self.inner.name}]"

    def validate(self, value, state):
        if value is None:
            return None
        return self.inner.validate(value, state)


class ChainValidator(Validator):
    """Passes a value through several schemas in turn."""

    def __init__(self, steps):
        self.steps = steps
        self.name = f"chain[{','.join(step.name for step in steps)}]"

    def validate(self, value, state):
        first, *rest = self.steps
        value = first.validate(value, state)
        mode, state.mode = state.mode, "python"
        try:
            for step in rest:
                value = step.validate(value, state)
        finally:
            state.mode = mode
        return value


@builder("chain")
def _chain(schema, config, definitions):
    steps = []
    for step in schema["steps"]:
        made = build(step, config, definitions)
        steps.extend(made.steps if isinstance(made, ChainValidator) else [made])
    if not steps:
        raise SchemaError("One or more steps are required for a chain validator")
    return steps[0] if len(steps) == 1 else ChainValidator(steps)


class LaxOrStrictValidator(Validator):
    """Has one schema for values that may be converted, and one for others."""

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        self.lax = build(schema["lax_schema"], config, definitions)
        self.other = build(schema["strict_schema"], config, definitions)
        self.name = f"lax-or-strict[lax={self.lax.name},strict={self.other.name}]"

    def validate(self, value, state):
        if self.strict if state.strict is None else state.strict:
            return self.other.validate(value, state)
        if state.exactness is not None:
            # A value that fits unchanged is preferred in unions.
            try:
                return self.other.validate(value, state)
            except (ValError, PydanticOmit):
                state.floor(LAX)
        return self.lax.validate(value, state)


class JsonOrPythonValidator(Validator):
    """Has one schema for JSON, and one for objects of Python."""

    def __init__(self, schema, config, definitions):
        self.json = build(schema["json_schema"], config, definitions)
        self.python = build(schema["python_schema"], config, definitions)
        self.name = f"json-or-python[json={self.json.name},python={self.python.name}]"

    def validate(self, value, state):
        return (self.python if state.shown_mode == "python" else self.json).validate(value, state)


def json_data(value, state):
    """Returns the text or bytes of JSON that a value is."""
    if isinstance(value, str):
        return value
    if state.mode == "python" and isinstance(value, (bytes, bytearray)):
        return value
    raise invalid("json_type", value)


def parsed_json(value, data, partial):
    """Returns the value of a JSON text."""
    try:
        return parse_json(data, True, "on" if partial is True else partial or "off")
    except JsonError as error:
        raise invalid("json_invalid", value, error=str(error)) from None


class JsonValidator(Validator):
    """Accepts JSON text, for a schema of its value."""

    def __init__(self, schema, config, definitions):
        inner = schema.get("schema")
        self.inner = None if inner is None else build(inner, config, definitions)
        if isinstance(self.inner, AnyValidator):
            self.inner = None
        self.name = f"json[{'any' if self.inner is None else self.inner.name}]"

    def validate(self, value, state):
        parsed = parsed_json(value, json_data(value, state), state.partial)
        if self.inner is None:
            return parsed
        outer = state.mode, state.shown_mode
        state.mode = state.shown_mode = "json"
        try:
            return self.inner.validate(parsed, state)
        finally:
            state.mode, state.shown_mode = outer


@builder("definitions")
def _definitions(schema, config, definitions):
    for one in schema["definitions"]:
        definitions.define(one["ref"], build(one, config, definitions))
    return build(schema["schema"], config, definitions)


@builder("definition-ref")
def _definition_ref(schema, config, definitions):
    return definitions.reference(schema["schema_ref"])


@builder("missing-sentinel")
def _missing_sentinel(schema, config, definitions):
    sentinel = missing_sentinel()
    inner = schema.get("schema")
    inner = None if inner is None else build(inner, config, definitions)
    return SentinelValidator("missing-sentinel", sentinel, "missing_sentinel_error", inner)


@builder("ellipsis")
def _ellipsis(schema, config, definitions):
    return SentinelValidator("ellipsis", ..., "ellipsis_error")


for _name, _class in (
    ("literal", LiteralValidator),
    ("enum", EnumValidator),
    ("is-instance", IsInstanceValidator),
    ("is-subclass", IsSubclassValidator),
    ("uuid", UuidValidator),
    ("callable", CallableValidator),
    ("custom-error", CustomErrorValidator),
    ("tagged-union", TaggedUnionValidator),
    ("nullable", NullableValidator),
    ("lax-or-strict", LaxOrStrictValidator),
    ("json-or-python", JsonOrPythonValidator),
    ("json", JsonValidator),
):
    builder(_name)(_class)

"""Validators of fields: how they are found in an input, models' fields and typed dictionaries."""

from collections.abc import Mapping

from .base import Validator, build, builder, is_strict, setting
from .containers import error_text, mapping_of, pairs_of
from .errors import (
    LineError,
    PydanticOmit,
    PydanticUseDefault,
    SchemaError,
    ValError,
    invalid,
    location_item,
)
from .markers import PydanticUndefined

MISSING = object()


class Path:
    """The path to a value: a key, and items within its value."""

    __slots__ = ("first", "rest")

    def __init__(self, items):
        if not isinstance(items, list):
            raise TypeError(f"'{type(items).__name__}' object is not an instance of 'list'")
        if not items:
            raise SchemaError("Each alias path should have at least one element")
        if not isinstance(items[0], str):
            raise TypeError("The first item in an alias path should be a string")
        for item in items[1:]:
            if not isinstance(item, (str, int)):
                raise TypeError("Item in an alias path should be a string or int")
        self.first, *self.rest = items

    @staticmethod
    def all_of(alias):
        """Returns the ways that an alias names: a key, one way, or several."""
        if alias is None:
            return []
        if isinstance(alias, str):
            return [Path([alias])]
        if not isinstance(alias, list):
            raise TypeError(f"'{type(alias).__name__}' object is not an instance of 'list'")
        if not alias:
            raise SchemaError("Lookup paths should have at least one element")
        if isinstance(alias[0], str):
            return [Path(alias)]
        return [Path(items) for items in alias]

    def text(self):
        """Returns the way as errors show it."""
        return ".".join([f"'{self.first}'", *(f"'{i}'" if isinstance(i, str) else str(i) for i in self.rest)])

    def location(self):
        """Returns the place that errors name, innermost item first."""
        return [*reversed(self.rest), self.first]

    def within(self, value):
        """Follows the rest of the way into what the key has, or returns `MISSING`."""
        for item in self.rest:
            if isinstance(value, str):
                return MISSING
            try:
                value = value[item]
            except Exception:
                return MISSING
        return value


class DictSource:
    """Finds fields in a mapping."""

    __slots__ = ("mapping",)
    is_object = False

    def __init__(self, mapping):
        self.mapping = mapping

    def get(self, path):
        """Returns the value at a path, or `MISSING`."""
        mapping = self.mapping
        if isinstance(mapping, dict):
            value = (
                dict.get(mapping, path.first, MISSING)
                if type(mapping) is dict
                else mapping.get(path.first, MISSING)
            )
        else:
            value = mapping.get(path.first, PydanticUndefined)
            if value is PydanticUndefined:
                return MISSING
        if value is MISSING or not path.rest:
            return value
        return path.within(value)

    def pairs(self, value):
        """Returns all keys with their values."""
        return pairs_of(self.mapping, value)


class ObjectSource:
    """Finds fields in the attributes of an object, and first in a dictionary if there is one."""

    __slots__ = ("obj", "extra")
    is_object = True

    def __init__(self, obj, extra=None):
        self.obj = obj
        self.extra = extra

    def get(self, path):
        """Returns the value at a path, or `MISSING`."""
        if self.extra is not None:
            value = DictSource(self.extra).get(path)
            if value is not MISSING:
                return value
        try:
            value = getattr(self.obj, path.first, MISSING)
            for item in path.rest:
                if value is MISSING:
                    return MISSING
                if isinstance(item, str):
                    if isinstance(value, dict):
                        value = value.get(item, MISSING)
                    else:
                        value = getattr(value, item, MISSING)
                elif isinstance(value, str):
                    return MISSING
                else:
                    try:
                        value = value[item]
                    except Exception:
                        return MISSING
            return value
        except Exception as error:
            raise invalid("get_attribute_error", self.obj, error=error_text(error)) from None

    def pairs(self, value):
        """Returns the attributes that are no methods and no properties of their own kind."""
        found = []
        for name in dir(self.obj):
            if name.startswith("_"):
                continue
            try:
                attribute = getattr(self.obj, name)
            except Exception:
                continue
            if callable(attribute) and type(attribute).__name__ in (
                "method",
                "function",
                "builtin_function_or_method",
                "method-wrapper",
            ):
                continue
            found.append((name, attribute))
        return found


def has_attributes(value):
    """Whether fields may be taken from a value's attributes: it is of a program's own class."""
    module = getattr(type(value), "__module__", None)
    return isinstance(module, str) and module not in ("builtins", "datetime", "collections")


def source_of(value, strict, from_attributes, state, kind="dict_type"):
    """Returns where fields are found in a value, or raises the error of its type."""
    if state.mode != "python" or not from_attributes:
        return DictSource(mapping_of(value, strict, state, kind))
    if isinstance(value, dict) or not strict and isinstance(value, Mapping):
        return DictSource(value)
    if has_attributes(value):
        return ObjectSource(value)
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], dict) and has_attributes(value[0]):
        return ObjectSource(*value)
    raise invalid("model_attributes_type", value)


class Field:
    """A field of a schema: its name, where it is found and what it accepts."""

    __slots__ = ("name", "validator", "by_name", "by_alias", "frozen", "options")

    def __init__(self, name, schema, config, definitions, quote='"', alias_key="validation_alias", what="Field"):
        self.name = name
        try:
            self.validator = build(schema["schema"], config, definitions)
        except (SchemaError, ValueError, TypeError, KeyError) as error:
            shown = f"{type(error).__name__}: {error}"
            raise SchemaError(f"{what} {quote}{name}{quote}:\n  {shown}") from None
        self.by_name = Path([name])
        self.by_alias = Path.all_of(schema.get(alias_key))
        self.frozen = bool(schema.get("frozen"))
        self.options = schema

    def paths(self, by_alias, by_name):
        """Returns the ways to the field, in the order in which they are tried."""
        if not self.by_alias:
            return (self.by_name,)
        paths = list(self.by_alias) if by_alias else []
        if by_name:
            paths.append(self.by_name)
        return paths

    def find(self, source, by_alias, by_name):
        """Returns the way by which the field was found and its value, or `MISSING`."""
        if not self.by_alias:
            return self.by_name, source.get(self.by_name)
        for path in self.paths(by_alias, by_name):
            value = source.get(path)
            if value is not MISSING:
                return path, value
        return None, MISSING

    def place(self, path, loc_by_alias):
        """Returns the items that an error in the field is within, innermost first."""
        return path.location() if loc_by_alias else [self.name]

    def missing_place(self, by_alias, loc_by_alias):
        """Returns the place of an error about the field itself."""
        if loc_by_alias and by_alias and self.by_alias:
            return self.by_alias[0].location()
        return [self.name]


def within_all(error, place):
    """Adds the items of a place to the errors, and returns their lines."""
    for line in error.lines:
        line.location.extend(place)
    return error.lines


def set_default(field, output, value, place, state, errors, is_required=True):
    """Gives a field that was not found its default. Without one, a field that is required is missing."""
    try:
        default = field.validator.default_value(field.name, state)
    except PydanticOmit:
        return
    except ValError as error:
        state.has_field_error = True
        errors.extend(error.lines)
        return
    if default is PydanticUndefined:
        state.has_field_error = True
        if is_required:
            errors.append(LineError("missing", value, location=place))
    else:
        output[field.name] = default


def extra_behavior(schema, config, default):
    """Returns the treatment of fields that a schema does not name."""
    found = setting(schema, config, "extra_behavior", None, "extra_fields_behavior")
    if found is None:
        return default
    return checked_extra(found)


def checked_extra(found):
    """Returns a behavior for extra fields if it is one."""
    if found not in ("allow", "forbid", "ignore"):
        raise ValueError(f"Invalid extra_behavior: `{found}`")
    return found


def extras_validator(schema, key, behavior, config, definitions):
    """Returns the validator of extra fields, or None."""
    inner = schema.get(key)
    if inner is None:
        return None
    if behavior != "allow":
        raise SchemaError(f"{key} can only be used if extra_behavior=allow")
    return build(inner, config, definitions)


def checked_key(key, errors):
    """Whether a key is text; otherwise adds the error."""
    if isinstance(key, str):
        return True
    errors.append(LineError("invalid_key", key, location=[location_item(key)]))
    return False


class ModelFieldsValidator(Validator):
    """Takes the fields of a model. The result is (fields, extra fields or None, names of those that were given)."""

    name = "model-fields"

    def __init__(self, schema, config, definitions):
        options = config or {}
        self.strict = is_strict(schema, config)
        self.from_attributes = setting(schema, config, "from_attributes", False)
        self.extra = extra_behavior(schema, config, "ignore")
        self.extras = extras_validator(schema, "extras_schema", self.extra, config, definitions)
        self.extra_keys = extras_validator(schema, "extras_keys_schema", self.extra, config, definitions)
        self.model_name = schema.get("model_name") or "Model"
        self.fields = [Field(name, field, config, definitions) for name, field in schema["fields"].items()]
        self.by_name = {field.name: field for field in self.fields}
        self.is_plain = all(not field.by_alias for field in self.fields)
        self.loc_by_alias = options.get("loc_by_alias", True)
        self.validate_by_alias = options.get("validate_by_alias")
        self.validate_by_name = options.get("validate_by_name")

    def validate(self, value, state):
        state.partial = False
        strict = self.strict if state.strict is None else state.strict
        from_attributes = self.from_attributes if state.from_attributes is None else state.from_attributes
        extra = state.extra or self.extra
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        try:
            source = source_of(value, strict, from_attributes, state)
        except ValError as error:
            for line in error.lines:
                if line.kind == "dict_type":
                    line.kind, line.context = "model_type", {"class_name": self.model_name}
            raise
        data, state.data = state.data, {}
        before, state.has_field_error = state.has_field_error, False
        outer_name = state.field_name
        try:
            return self._fields(value, source, extra, by_alias, by_name, state)
        finally:
            state.data, state.has_field_error, state.field_name = data, before, outer_name

    def _fields(self, value, source, extra, by_alias, by_name, state):
        output, given, errors = state.data, set(), []
        used = None if extra == "ignore" or source.is_object else set()
        for field in self.fields:
            try:
                path, item = field.find(source, by_alias, by_name)
            except ValError as error:
                errors.extend(error.within(field.name).lines)
                continue
            state.field_name = field.name
            if item is not MISSING:
                if used is not None:
                    used.add(path.first)
                try:
                    output[field.name] = field.validator.validate(item, state)
                    given.add(field.name)
                    continue
                except ValError as error:
                    state.has_field_error = True
                    errors.extend(within_all(error, field.place(path, self.loc_by_alias)))
                    continue
                except PydanticOmit:
                    state.has_field_error = True
                    continue
                except PydanticUseDefault:
                    pass
            place = field.missing_place(by_alias, self.loc_by_alias)
            set_default(field, output, value, place, state, errors)
        count = len(given)
        extras = {} if extra == "allow" else None
        if used is not None:
            state.field_name = None
            self._extra_fields(value, source, extra, used, extras, given, errors, state)
        if errors:
            raise ValError(errors)
        state.count_fields(count)
        return output, extras, given

    def _extra_fields(self, value, source, extra, used, extras, given, errors, state):
        for key, item in source.pairs(value):
            if not checked_key(key, errors) or key in used:
                continue
            if extra == "forbid":
                errors.append(LineError("extra_forbidden", item, location=[str(key)]))
                continue
            valid_key = key if type(key) is str else str.__str__(key)
            try:
                if self.extra_keys is not None:
                    valid_key = self.extra_keys.validate(key, state)
                    if not isinstance(valid_key, str):
                        raise TypeError(f"Extra keys must be strings, got `{type(valid_key).__qualname__}`")
            except ValError as error:
                errors.extend(error.within(key).lines)
                valid_key = None
            try:
                valid = item if self.extras is None else self.extras.validate(item, state)
            except ValError as error:
                errors.extend(error.within(key).lines)
                continue
            if valid_key is not None:
                extras[valid_key] = valid
                given.add(valid_key)

    def validate_assignment(self, obj, name, value, state):
        if not isinstance(obj, dict):
            raise TypeError(f"'{type(obj).__name__}' object is not an instance of 'dict'")
        extra = state.extra or self.extra
        data, outer_name = state.data, state.field_name
        state.data = {key: item for key, item in obj.items() if key != name}
        try:
            field = self.by_name.get(name)
            if field is not None:
                if field.frozen:
                    raise invalid("frozen_field", value).within(name)
                state.field_name = name
                validator = field.validator
            elif extra == "allow":
                validator = self.extras
            else:
                raise invalid("no_such_attribute", value, attribute=name).within(name)
            try:
                obj[name] = value if validator is None else validator.validate(value, state)
            except ValError as error:
                raise error.within(name) from None
        finally:
            state.data, state.field_name = data, outer_name
        if extra != "allow":
            return obj, None, {name}
        own = {field.name: obj.pop(field.name) for field in self.fields if field.name in obj}
        extras = dict(obj)
        obj.clear()
        obj.update(own)
        return obj, extras, {name}


class TypedDictValidator(Validator):
    """Takes dictionaries with given keys."""

    def __init__(self, schema, config, definitions):
        config = schema.get("config")
        options = config or {}
        self.strict = is_strict(schema, config)
        total = setting(schema, config, "total", True, "typed_dict_total")
        self.extra = extra_behavior(schema, config, "ignore")
        self.extras = extras_validator(schema, "extras_schema", self.extra, config, definitions)
        self.name = schema.get("cls_name") or getattr(schema.get("cls"), "__name__", None) or "typed-dict"
        self.fields = []
        for name, entry in schema["fields"].items():
            field = Field(name, entry, config, definitions)
            is_required = entry.get("required")
            has_default = getattr(field.validator, "has_default", False)
            if is_required and has_default:
                raise SchemaError(f"Field '{name}': a required field cannot have a default value")
            if is_required is None:
                is_required = total
            if is_required and getattr(field.validator, "omits_errors", False):
                raise SchemaError(f"Field '{name}': 'on_error = omit' cannot be set for required fields")
            self.fields.append((field, is_required))
        self.names = {field.name for field, _ in self.fields}
        self.loc_by_alias = options.get("loc_by_alias", True)
        self.validate_by_alias = options.get("validate_by_alias")
        self.validate_by_name = options.get("validate_by_name")

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        extra = state.extra or self.extra
        mapping = mapping_of(value, strict, state)
        source = DictSource(mapping)
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        partial = state.partial
        last = MISSING
        if partial:
            for last in mapping.keys():
                pass
        output, errors = {}, []
        used = None if extra == "ignore" else set()
        data, before, outer_name = state.data, state.has_field_error, state.field_name
        state.data, state.has_field_error = output, False
        count = 0
        try:
            for field, is_required in self.fields:
                path, item = field.find(source, by_alias, by_name)
                if item is MISSING:
                    place = field.missing_place(by_alias, self.loc_by_alias)
                    set_default(field, output, value, place, state, errors, is_required)
                    continue
                if used is not None:
                    used.add(path.first)
                is_last = path.first == last
                state.partial = partial if is_last else False
                state.field_name = field.name
                try:
                    output[field.name] = field.validator.validate(item, state)
                    count += 1
                except ValError as error:
                    state.has_field_error = True
                    if not is_last or is_required:
                        errors.extend(within_all(error, field.place(path, self.loc_by_alias)))
                except PydanticOmit:
                    state.has_field_error = True
            state.count_fields(count)
        finally:
            state.data, state.has_field_error, state.field_name = data, before, outer_name
        if used is not None:
            self._extra_keys(source.pairs(value), extra, used, output, errors, last, partial, state)
        if errors:
            raise ValError(errors)
        return output

    def _extra_keys(self, pairs, extra, used, output, errors, last, partial, state):
        for key, item in pairs:
            if not checked_key(key, errors) or key in used:
                continue
            if extra == "forbid":
                errors.append(LineError("extra_forbidden", item, location=[location_item(key)]))
            elif key not in self.names:
                if self.extras is None:
                    output[key] = item
                    continue
                is_last = key == last
                state.partial = partial if is_last else False
                try:
                    output[key] = self.extras.validate(item, state)
                except ValError as error:
                    if not is_last:
                        errors.extend(error.within(key).lines)


builder("model-fields")(ModelFieldsValidator)
builder("typed-dict")(TypedDictValidator)

"""The fields of models, dataclasses and typed dicts."""

from .arguments import expect
from .debug_text import Raw, Struct, Wrapped, handle, optional
from .errors import SchemaError
from .filters import EVERYTHING, next_filters
from .infer import infer, infer_unexpected
from .json_output import put
from .markers import missing_sentinel
from .ser_containers import filter_shown
from .ser_errors import PydanticSerializationUnexpectedValue
from .ser_nodes import NO_DEFAULT, Node
from .ser_state import NO_CHECK, STRICT

_NOTHING = frozenset()

# The contents of a dict of fields: only fields, or others too; a model keeps the others in a second
# dict.
SIMPLE, MODEL_EXTRA, DICT_EXTRA = "SimpleDict", "ModelExtra", "TypedDictAllow"


class Field:
    """One field; without a node it is left out."""

    __slots__ = ("name", "alias", "node", "is_required", "exclude_if")

    def __init__(self, name, alias, node, is_required, exclude_if):
        self.name = name
        self.alias = alias
        self.node = node
        self.is_required = is_required
        self.exclude_if = exclude_if

    def entry(self, key, is_json):
        """Returns what the loop over fields needs: the key, the classes that pass, the function, the field."""
        if self.node is None:
            return (key, _NOTHING, None, self)
        if self.exclude_if is not None:
            return (key, _NOTHING, self.node.to_python, self)
        passes = self.node.passes if is_json else self.node.python_passes
        return (key, passes, self.node.direct().to_python, self)


class ComputedField:
    """A property that is serialized along with the fields."""

    __slots__ = ("name", "alias", "node", "exclude_if")

    def __init__(self, schema, build):
        self.name = schema["property_name"]
        self.node = build(schema["return_schema"], f"Computed field `{self.name}`:\n  ")
        self.alias = schema.get("alias", self.name)
        self.exclude_if = schema.get("serialization_exclude_if")


def excludes(exclude_if, value):
    """Returns whether a field's own function leaves the value out."""
    if exclude_if is None:
        return False
    result = exclude_if(value)
    expect(result, bool)
    return result


class FieldsNode(Node):
    """Fields by name, with those that are computed and those that the schema doesn't know."""

    name = "general-fields"
    variant = "Fields"

    def __init__(self, fields, kind, extra_node, computed, by_alias):
        self.missing = missing_sentinel()
        self.fields = fields
        self.kind = kind
        self.extra_node = extra_node
        self.computed = computed
        self.by_alias = by_alias
        self.required = sum(field.is_required for field in fields.values())
        modes = (False, True)
        self.tables = {
            (is_json, by_alias): self._table(is_json, by_alias) for is_json in modes for by_alias in modes
        }
        # Whether two fields have the same key; JSON text shows both.
        self.repeats = len({entry[0] for entry in self.tables[True, True].values()}) < len(fields)

    def _table(self, is_json, by_alias):
        return {
            name: field.entry(field.alias if by_alias and field.alias is not None else name, is_json)
            for name, field in self.fields.items()
        }

    def to_python(self, value, state):
        extras = None
        if self.kind is MODEL_EXTRA:
            if not isinstance(value, tuple) or len(value) != 2:
                return infer_unexpected("general-fields", value, state)
            main, extras = value
            if not isinstance(main, dict) or not (extras is None or isinstance(extras, dict)):
                return infer_unexpected("general-fields", value, state)
        elif isinstance(value, dict):
            main = value
        else:
            return infer_unexpected("general-fields", value, state)
        if state.model is None:
            raise PydanticSerializationUnexpectedValue("No model found for fields serialization", None, None, None)
        return self.serialize(state.model, list(dict.items(main)), extras, state)

    def json_key(self, key, state):
        return self.invalid_key("fields", key, state)

    def serialize(self, model, pairs, extras, state):
        """Serializes pairs of names and values, then the extra ones of a dict, then the computed fields of the model."""
        by_alias = self.by_alias if state.by_alias is None else state.by_alias
        table = self.tables[state.json, bool(by_alias)]
        if (
            not state.is_plain
            or state.include is not None
            or state.exclude is not None
            or state.check != NO_CHECK
            or (self.repeats and state.text)
        ):
            result = self._checked(model, pairs, table, state)
        else:
            # Nothing is left out but `None`: the fast path, in this function for deeply nested
            # values.
            result = {}
            outer = state.field_name
            missing, keeps_none = self.missing, not state.exclude_none
            for name, value in pairs:
                entry = table.get(name)
                if entry is None:
                    expect(name, str)
                    if self.kind is DICT_EXTRA:
                        state.field_name = name
                        self._add_extra(name, value, result, state)
                    continue
                key, passes, dump, field = entry
                if value is None and not keeps_none:
                    continue
                if type(value) in passes:
                    result[key] = value
                elif dump is None or value is missing:
                    continue
                elif field.exclude_if is None or not excludes(field.exclude_if, value):
                    state.field_name = name
                    result[key] = dump(value, state)
            state.field_name = outer
        if extras:
            for key, value in extras.items():
                expect(key, str)
                self._add_extra(key, value, result, state)
        if self.computed is not None and not (state.round_trip or state.exclude_computed_fields):
            self._add_computed(model, result, by_alias, state)
        return result

    def _checked(self, model, pairs, table, state):
        """Serializes fields with all that the run says, and in a union checks that they are those of the schema."""
        result = {}
        outer = state.field_name
        include, exclude = state.include, state.exclude
        used = 0
        for name, value in pairs:
            entry = table.get(name)
            if entry is None:
                expect(name, str)
                if self.kind is DICT_EXTRA:
                    state.field_name = name
                    self._add_extra(name, value, result, state)
                    state.field_name = outer
                elif state.check == STRICT:
                    text = f"Unexpected field `{name}`"
                    raise PydanticSerializationUnexpectedValue(text, name, type(model).__name__, None)
                continue
            key, passes, dump, field = entry
            if field.is_required:
                used += 1
            if dump is None:
                continue
            filters = EVERYTHING
            if include is not None or exclude is not None:
                filters = next_filters(name, include, exclude)
                if filters is None:
                    continue
            if value is None and state.exclude_none:
                continue
            if type(value) not in passes and self._excluded(value, field.exclude_if, state):
                continue
            if state.exclude_defaults:
                default = field.node.default()
                if default is not NO_DEFAULT and value == default:
                    continue
            if type(value) in passes:
                self._put(result, key, value, state)
                continue
            if state.serialize_as_any and not field.node.is_field_function:
                dump = infer
            state.field_name = name
            state.include, state.exclude = filters
            self._put(result, key, dump(value, state), state)
            state.include, state.exclude = include, exclude
            state.field_name = outer
        if state.check != NO_CHECK and self.required > used:
            text = f"Expected {self.required} fields but got {used}"
            raise PydanticSerializationUnexpectedValue(text, outer, type(model).__name__, model)
        return result

    def _excluded(self, value, exclude_if, state):
        if value is None and state.exclude_none:
            return True
        return value is self.missing or excludes(exclude_if, value)

    def _add_extra(self, key, value, result, state):
        include, exclude = state.include, state.exclude
        filters = EVERYTHING
        if include is not None or exclude is not None:
            filters = next_filters(key, include, exclude)
        if filters is None or self._excluded(value, None, state):
            return
        state.include, state.exclude = filters
        if self.extra_node is None or state.serialize_as_any:
            value = infer(value, state)
        else:
            value = self.extra_node.to_python(value, state)
        state.include, state.exclude = include, exclude
        self._put(result, key, value, state)

    def _add_computed(self, model, result, by_alias, state):
        include, exclude = state.include, state.exclude
        outer = state.field_name
        for field in self.computed:
            filters = EVERYTHING
            if include is not None or exclude is not None:
                filters = next_filters(field.name, include, exclude)
                if filters is None:
                    continue
            value = getattr(model, field.name)
            if self._excluded(value, field.exclude_if, state):
                continue
            state.field_name = field.name
            state.include, state.exclude = filters
            value = field.node.to_python(value, state)
            state.include, state.exclude = include, exclude
            state.field_name = outer
            self._put(result, field.alias if by_alias else field.name, value, state)

    @staticmethod
    def _put(result, key, value, state):
        if state.text:
            put(result, key, value)
        else:
            result[key] = value

    def shown_parts(self):
        """Returns the fields as the long form shows them."""
        by_alias = optional(self.by_alias)

        def shown(field):
            return Struct(
                "SerField",
                key=field.name,
                alias=optional(field.alias),
                serializer=optional(field.node),
                required=field.is_required,
                serialize_by_alias=by_alias,
                serialization_exclude_if=optional(None if field.exclude_if is None else handle(field.exclude_if)),
            )

        def computed(field):
            return Struct(
                "ComputedField",
                property_name=field.name,
                serializer=field.node,
                alias=field.alias,
                serialize_by_alias=by_alias,
                serialization_exclude_if=optional(None if field.exclude_if is None else handle(field.exclude_if)),
            )

        names = {name: index for index, name in enumerate(self.fields)}
        return Struct(
            "GeneralFieldsSerializer",
            fields=Struct("SerFields", fields=[shown(field) for field in self.fields.values()], by_name=names),
            computed_fields=optional(
                None
                if self.computed is None
                else Wrapped("ComputedFields", [computed(field) for field in self.computed])
            ),
            mode=Raw(self.kind),
            extra_serializer=optional(self.extra_node),
            filter=filter_shown(None),
            required_fields=self.required,
        )

    def debug(self):
        return Wrapped("Fields", self.shown_parts())


class TypedDictNode(Node):
    """A typed dict."""

    name = "typed-dict"
    variant = "TypedDict"

    def __init__(self, fields):
        self.fields = fields

    def to_python(self, value, state):
        outer = state.model
        state.model = value
        result = self.fields.to_python(value, state)
        state.model = outer
        return result

    def json_key(self, key, state):
        return self.invalid_key("typed-dict", key, state)

    def parts(self):
        return {"serializer": self.fields.shown_parts()}


def extra_behavior(schema, config):
    """Returns the setting of a schema or its config for unknown fields."""
    value = schema.get("extra_behavior")
    if "extra_behavior" not in schema and config is not None:
        value = config.get("extra_fields_behavior")
    if value is None:
        return "ignore"
    if value not in ("allow", "forbid", "ignore"):
        raise SchemaError(f"Invalid extra_behavior: `{value}`")
    return value


def _by_alias(config):
    return None if config is None else config.get("serialize_by_alias")


def _computed(schema, build):
    computed = schema.get("computed_fields")
    return None if computed is None else [ComputedField(field, build) for field in computed]


def _field(name, place, info, is_required, build):
    if info.get("serialization_exclude") is True:
        return Field(name, None, None, is_required, None)
    node = build(info["schema"], f"Field `{place}`:\n  ")
    return Field(name, info.get("serialization_alias"), node, is_required, info.get("serialization_exclude_if"))


def _fields_of_dict(schema, config, build, kind, is_required):
    extra = None
    infos = schema["fields"]
    if "extras_schema" in schema:
        if kind is SIMPLE:
            raise SchemaError("extras_schema can only be used if extra_behavior=allow")
        extra = build(schema["extras_schema"])
    fields = {name: _field(name, name, info, is_required(info), build) for name, info in infos.items()}
    return FieldsNode(fields, kind, extra, _computed(schema, build), _by_alias(config))


def _model_fields(schema, config, build):
    kind = MODEL_EXTRA if extra_behavior(schema, config) == "allow" else SIMPLE
    return _fields_of_dict(schema, config, build, kind, lambda info: True)


def _typed_dict(schema, config, build):
    total = schema.get("total")
    if "total" not in schema and config is not None:
        total = config.get("typed_dict_total")
    total = True if total is None else total
    kind = DICT_EXTRA if extra_behavior(schema, config) == "allow" else SIMPLE
    return TypedDictNode(_fields_of_dict(schema, config, build, kind, lambda info: info.get("required", total)))


def _dataclass_args(schema, config, build):
    kind = DICT_EXTRA if extra_behavior(schema, config) == "allow" else SIMPLE
    fields = {}
    for index, info in enumerate(schema["fields"]):
        if not info.get("init_only", False):
            name = info["name"]
            fields[name] = _field(name, index, info, True, build)
    return FieldsNode(fields, kind, None, _computed(schema, build), _by_alias(config))


BUILDERS = {"model-fields": _model_fields, "typed-dict": _typed_dict, "dataclass-args": _dataclass_args}

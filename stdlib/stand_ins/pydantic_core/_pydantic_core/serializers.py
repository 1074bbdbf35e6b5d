"""Builds serializers from schemas, and provides the functions that serialize values."""

from . import (
    ser_containers,
    ser_fields,
    ser_models,
    ser_nodes,
    ser_unions,
    ser_wrappers,
)
from .arguments import expect
from .debug_text import shown
from .errors import SchemaError
from .infer import infer
from .json_output import dump_text
from .ser_config import Config
from .ser_errors import (
    PydanticSerializationError,
    PydanticSerializationUnexpectedValue,
    error_text,
)
from .ser_functions import PlainFunctionNode, WrapFunctionNode
from .ser_models import PrebuiltNode, with_derived
from .ser_state import BuiltSerializer, State, warnings_mode

__all__ = (
    "PydanticSerializationError",
    "PydanticSerializationUnexpectedValue",
    "SchemaSerializer",
    "to_json",
    "to_jsonable_python",
)

_BUILDERS = (
    ser_nodes.BUILDERS
    | ser_containers.BUILDERS
    | ser_wrappers.BUILDERS
    | ser_fields.BUILDERS
    | ser_models.BUILDERS
    | ser_unions.BUILDERS
)

# Entries of a schema's `serialization` that add details to its own type instead of naming another
# one.
_OF_OWN_TYPE = (None, "include-exclude-sequence", "include-exclude-dict", "base64")


class _Builder:
    """The building of one tree: the parts that others refer to, and whether classes' own serializers are taken."""

    def __init__(self, takes_prebuilt):
        self.takes_prebuilt = takes_prebuilt
        self.definitions = {}

    def build(self, schema, config):
        """Returns the node of a schema."""
        expect(schema, dict)
        node = self._built(schema, config)
        if schema["type"] in ("model", "dataclass"):
            return with_derived(node, schema)
        return node

    def _built(self, schema, config):
        entry = schema.get("serialization")
        if entry is not None:
            expect(entry, dict)
            kind = entry.get("type")
            if kind == "function-plain":
                return self._from(lambda *parts: PlainFunctionNode(parts[0], parts[2]), kind, schema, config)
            if kind == "function-wrap":
                return self._from(lambda *parts: WrapFunctionNode(parts[0], parts[2]), kind, schema, config)
            if kind not in _OF_OWN_TYPE:
                return self.build(entry, config)
        kind = schema["type"]
        expect(kind, str)
        if self.takes_prebuilt and kind in ("model", "dataclass"):
            prebuilt = _prebuilt(kind, schema)
            if prebuilt is not None:
                return prebuilt
        if kind == "definitions":
            return self._from(self._definitions, kind, schema, config)
        if kind == "definition-ref":
            return self._from(self._reference, kind, schema, config)
        builder = _BUILDERS.get(kind)
        if builder is None:
            raise SchemaError(f"Unknown serialization schema type: `{kind}`")
        return self._from(builder, kind, schema, config)

    def _from(self, builder, kind, schema, config):
        def build(part, place=None, config=config):
            if place is None:
                return self.build(part, config)
            try:
                return self.build(part, config)
            except Exception as error:
                failure = SchemaError(f"{place}{error_text(error)}")
            raise failure

        try:
            return builder(schema, config, build)
        except Exception as error:
            failure = SchemaError(f"Error building `{kind}` serializer:\n  {error_text(error)}")
        raise failure

    def _definition(self, name):
        found = self.definitions.get(name)
        if found is None:
            found = self.definitions[name] = ser_wrappers.Definition()
        return found

    def _definitions(self, schema, config, build):
        for part in schema["definitions"]:
            expect(part, dict)
            name = part["ref"]
            node = build(part)
            definition = self._definition(name)
            if definition.node is not None:
                raise SchemaError(f"Duplicate ref: `{name}`")
            definition.node = node
        return build(schema["schema"])

    def _reference(self, schema, config, build):
        return ser_wrappers.ReferenceNode(self._definition(schema["schema_ref"]))

    def finish(self):
        """Checks that all is there that is referred to."""
        for name, definition in self.definitions.items():
            if definition.node is None:
                raise SchemaError(f"Definitions error: definition `{name}` was never filled")


def _prebuilt(kind, schema):
    """Returns a node for the serializer that the class of a schema has already, or `None`."""
    if kind == "dataclass" and "generic_origin" in schema:
        return None
    cls = schema.get("cls")
    # Only the class itself counts, not its bases.
    own = getattr(cls, "__dict__", {})
    if own.get("__pydantic_complete__") is not True:
        return None
    serializer = own.get("__pydantic_serializer__")
    if not isinstance(serializer, SchemaSerializer):
        return None
    node = serializer.node
    if isinstance(node, ser_models.DerivedNode):
        node = node.node
    # A function that wraps the class would be called twice.
    return None if isinstance(node, WrapFunctionNode) else PrebuiltNode(serializer)


class SchemaSerializer(BuiltSerializer):
    """Serializes values of the type that a schema describes."""

    __module__ = "pydantic_core._pydantic_core"
    __slots__ = ("_schema", "_config", "_definitions", "__weakref__")

    def __new__(cls, schema, config=None, _use_prebuilt=True):
        self = object.__new__(cls)
        expect(schema, dict)
        if config is not None:
            expect(config, dict)
        builder = _Builder(_use_prebuilt)
        self.node = builder.build(schema, config)
        builder.finish()
        self.config = Config.of_schema(config)
        self._definitions = builder.definitions
        self._schema = schema
        self._config = config or None
        return self

    def to_python(
        self,
        value,
        *,
        mode=None,
        include=None,
        exclude=None,
        by_alias=None,
        exclude_unset=False,
        exclude_defaults=False,
        exclude_none=False,
        exclude_computed_fields=False,
        round_trip=False,
        warnings=True,
        fallback=None,
        serialize_as_any=False,
        polymorphic_serialization=None,
        context=None,
    ):
        """Returns the value as Python objects, for `mode="json"` such as JSON has.

        Raises `PydanticSerializationError` if it can't be serialized.
        """
        state = State(
            self.config,
            "python" if mode is None else mode,
            warnings_mode(warnings),
            include,
            exclude,
            by_alias,
            exclude_unset,
            exclude_defaults,
            exclude_none,
            exclude_computed_fields,
            round_trip,
            False,
            fallback,
            serialize_as_any,
            polymorphic_serialization,
            context,
        )
        result = infer(value, state) if serialize_as_any else self.node.to_python(value, state)
        if state.warnings:
            state.finish()
        return result

    def to_json(
        self,
        value,
        *,
        indent=None,
        ensure_ascii=False,
        include=None,
        exclude=None,
        by_alias=None,
        exclude_unset=False,
        exclude_defaults=False,
        exclude_none=False,
        exclude_computed_fields=False,
        round_trip=False,
        warnings=True,
        fallback=None,
        serialize_as_any=False,
        polymorphic_serialization=None,
        context=None,
    ):
        """Returns the value as the bytes of a JSON text.

        Raises `PydanticSerializationError` if it can't be serialized.
        """
        state = State(
            self.config,
            "json",
            warnings_mode(warnings),
            include,
            exclude,
            by_alias,
            exclude_unset,
            exclude_defaults,
            exclude_none,
            exclude_computed_fields,
            round_trip,
            False,
            fallback,
            serialize_as_any,
            polymorphic_serialization,
            context,
        )
        dump = infer if serialize_as_any else self.node.to_python
        text = dump_text(dump, value, state, _indent(indent), ensure_ascii)
        if state.warnings:
            state.finish()
        return text.encode()

    def __reduce__(self):
        # Classes' own serializers are not reused when it is rebuilt: they may have changed by then.
        return (type(self), (self._schema, self._config, False))

    def __repr__(self):
        definitions = ", ".join(
            '"..."' if part.node is None else shown(part.node, is_long=False)
            for part in self._definitions.values()
        )
        return f"SchemaSerializer(serializer={shown(self.node)}, definitions=[{definitions}])"


def _indent(indent):
    if indent is None:
        return None
    if not isinstance(indent, int):
        raise TypeError(f"argument 'indent': '{type(indent).__name__}' object cannot be interpreted as an integer")
    if indent < 0:
        raise OverflowError("can't convert negative int to unsigned")
    return indent


def _state_of_any(
    include,
    exclude,
    by_alias,
    exclude_none,
    round_trip,
    timedelta_mode,
    temporal_mode,
    bytes_mode,
    inf_nan_mode,
    serialize_unknown,
    fallback,
    serialize_as_any,
    polymorphic,
    context,
):
    return State(
        Config.of_arguments(timedelta_mode, temporal_mode, bytes_mode, inf_nan_mode),
        "json",
        "none",
        include,
        exclude,
        by_alias,
        exclude_none=exclude_none,
        round_trip=round_trip,
        serialize_unknown=serialize_unknown,
        fallback=fallback,
        serialize_as_any=serialize_as_any,
        polymorphic=polymorphic,
        context=context,
    )


def to_json(
    value,
    *,
    indent=None,
    ensure_ascii=False,
    include=None,
    exclude=None,
    by_alias=True,
    exclude_none=False,
    round_trip=False,
    timedelta_mode="iso8601",
    temporal_mode="iso8601",
    bytes_mode="utf8",
    inf_nan_mode="constants",
    serialize_unknown=False,
    fallback=None,
    serialize_as_any=False,
    polymorphic_serialization=None,
    context=None,
):
    """Returns any value as the bytes of a JSON text.

    Raises `PydanticSerializationError` if it can't be serialized.
    """
    state = _state_of_any(
        include,
        exclude,
        by_alias,
        exclude_none,
        round_trip,
        timedelta_mode,
        temporal_mode,
        bytes_mode,
        inf_nan_mode,
        serialize_unknown,
        fallback,
        serialize_as_any,
        polymorphic_serialization,
        context,
    )
    return dump_text(infer, value, state, _indent(indent), ensure_ascii).encode()


def to_jsonable_python(
    value,
    *,
    include=None,
    exclude=None,
    by_alias=True,
    exclude_none=False,
    round_trip=False,
    timedelta_mode="iso8601",
    temporal_mode="iso8601",
    bytes_mode="utf8",
    inf_nan_mode="constants",
    serialize_unknown=False,
    fallback=None,
    serialize_as_any=False,
    polymorphic_serialization=None,
    context=None,
):
    """Returns any value as Python objects such as JSON has.

    Raises `PydanticSerializationError` if it can't be serialized.
    """
    state = _state_of_any(
        include,
        exclude,
        by_alias,
        exclude_none,
        round_trip,
        timedelta_mode,
        temporal_mode,
        bytes_mode,
        inf_nan_mode,
        serialize_unknown,
        fallback,
        serialize_as_any,
        polymorphic_serialization,
        context,
    )
    return infer(value, state)

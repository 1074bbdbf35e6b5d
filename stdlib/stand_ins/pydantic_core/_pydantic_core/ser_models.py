"""The parts of a serializer's tree for instances of models and dataclasses."""

from . import ser_kinds as kinds
from .arguments import expect
from .debug_text import Struct, Wrapped, handle
from .infer import (
    built_serializer,
    infer,
    infer_unexpected,
    key_of_kind,
    serialize_with,
    unexpected_key,
)
from .markers import missing_sentinel
from .ser_fields import MODEL_EXTRA, SIMPLE, FieldsNode, extra_behavior
from .ser_nodes import Node, key_of
from .ser_state import LAX, NO_CHECK, STRICT


class PrebuiltNode(Node):
    """The serializer that a class has already."""

    variant = "Prebuilt"

    def __init__(self, serializer):
        self.serializer = serializer
        self.node = serializer.node
        self.name = self.node.name
        self.to_python = self.node.to_python
        self.json_key = self.node.json_key

    def direct(self):
        return self.node.direct()

    def retries_lax(self):
        return self.node.retries_lax()

    def parts(self):
        return {"schema_serializer": handle(self.serializer)}


class InstanceNode(Node):
    """A class whose derived classes may be serialized with their own serializers, if the run or the class says so."""

    cls = None
    is_polymorphic = False
    # Whether the node already handles the class of its schema; one wrapped around it is another
    # node.
    is_taken = False

    def derived_serializer(self, value, state):
        """Returns the serializer of a derived class that is to be used for the value, or `None`."""
        if state.check == STRICT or type(value) is self.cls or not isinstance(value, self.cls):
            return None
        return built_serializer(value)

    def debug(self):
        return Wrapped(
            "PolymorphismTrampoline",
            Struct(
                "PolymorphismTrampoline",
                **{"class": handle(self.cls)},
                serializer=self.inner_debug(),
                enabled_from_config=self.is_polymorphic,
            ),
        )

    def inner_debug(self):
        """Returns how the long form shows the node itself."""
        return super().debug()


class DerivedNode(InstanceNode):
    """A class that is serialized by a node of another kind, such as a function."""

    def __init__(self, cls, node, is_polymorphic):
        self.cls = cls
        self.node = node
        self.is_polymorphic = is_polymorphic
        self.name = node.name

    def direct(self):
        node = self.node.direct()
        if isinstance(node, InstanceNode) and node.cls is self.cls and node.is_polymorphic == self.is_polymorphic:
            return node
        return self

    def to_python(self, value, state):
        if self.is_polymorphic if state.polymorphic is None else state.polymorphic:
            serializer = self.derived_serializer(value, state)
            if serializer is not None:
                return serialize_with(serializer, value, state)
        return self.node.to_python(value, state)

    def json_key(self, key, state):
        return key_of(self.node, state)(key, state)

    def retries_lax(self):
        return self.node.retries_lax()

    def inner_debug(self):
        return self.node


class ModelNode(InstanceNode):
    """An instance of a model."""

    variant = "Model"

    def __init__(self, schema, build):
        self.missing = missing_sentinel()
        # A model uses only its own config.
        config = schema.get("config")
        self.cls = schema["cls"]
        self.node = build(schema["schema"], config=config)
        self.is_root = schema.get("root_model", False)
        self.name = self.cls.__name__
        self.has_extra = extra_behavior(schema, config) == "allow"
        kind = MODEL_EXTRA if self.has_extra else SIMPLE
        self.has_plain_fields = isinstance(self.node, FieldsNode) and self.node.kind is kind

    def to_python(self, value, state):
        if self.is_polymorphic if state.polymorphic is None else state.polymorphic:
            serializer = self.derived_serializer(value, state)
            if serializer is not None:
                return serialize_with(serializer, value, state)
        if self.is_root:
            return self._root(value, state)
        if state.check != NO_CHECK and not self._is_allowed(value, state.check):
            return infer_unexpected(self.name, value, state)
        try:
            attributes = value.__dict__
        except AttributeError:
            if state.check != NO_CHECK:
                raise
            attributes = None
        if attributes is None:
            return infer_unexpected(self.name, value, state)
        expect(attributes, dict)
        if state.exclude_unset:
            attributes = self._without_unset(value, attributes)
        extra = value.__pydantic_extra__ if self.has_extra else None
        outer = state.model
        state.model = value
        if self.has_plain_fields and (extra is None or isinstance(extra, dict)):
            result = self.node.serialize(value, list(attributes.items()), extra, state)
        else:
            result = self.node.to_python((attributes, extra) if self.has_extra else attributes, state)
        state.model = outer
        return result

    def _is_allowed(self, value, check):
        if check == STRICT:
            return type(value) is self.cls
        if check == LAX or self.is_root:
            return isinstance(value, self.cls)
        return hasattr(value, "__dict__")

    def _root(self, value, state):
        if not self._is_allowed(value, state.check):
            return infer_unexpected(self.name, value, state)
        root = value.root
        dump = self.node.to_python
        if state.serialize_as_any and not self.node.is_field_function:
            dump = infer
        outer, outer_name = state.model, state.field_name
        state.model, state.field_name = value, "root"
        result = dump(root, state)
        state.model, state.field_name = outer, outer_name
        return result

    def _without_unset(self, value, attributes):
        names = value.__pydantic_fields_set__
        expect(names, set)
        if all(name in names for name in attributes):
            return attributes
        # Missing values are left out along with the fields.
        missing = self.missing
        return {name: item if name in names else missing for name, item in attributes.items()}

    def json_key(self, key, state):
        if state.serialize_as_any:
            return key_of_kind(kinds.kind_of(key), key, state)
        is_allowed = hasattr(key, "__dict__") if state.check == NO_CHECK else self._is_allowed(key, state.check)
        if is_allowed:
            return key_of_kind(kinds.SERIALIZABLE, key, state)
        return unexpected_key(self.name, key, state)

    def retries_lax(self):
        return True

    def parts(self):
        return {
            "class": handle(self.cls),
            "serializer": self.node,
            "has_extra": self.has_extra,
            "root_model": self.is_root,
            "name": self.name,
        }


class DataclassNode(InstanceNode):
    """An instance of a dataclass."""

    variant = "Dataclass"

    def __init__(self, schema, build):
        self.cls = schema["cls"]
        self.node = build(schema["schema"], config=schema.get("config"))
        self.field_names = list(schema["fields"])
        self.name = self.cls.__name__
        self.has_plain_fields = isinstance(self.node, FieldsNode)

    def to_python(self, value, state):
        if self.is_polymorphic if state.polymorphic is None else state.polymorphic:
            serializer = self.derived_serializer(value, state)
            if serializer is not None:
                return serialize_with(serializer, value, state)
        if not self._is_allowed(value, state.check):
            return infer_unexpected(self.name, value, state)
        outer = state.model
        state.model = value
        pairs = [(name, getattr(value, name)) for name in self.field_names]
        if self.has_plain_fields:
            result = self.node.serialize(value, pairs, None, state)
        else:
            result = self.node.to_python(dict(pairs), state)
        state.model = outer
        return result

    def _is_allowed(self, value, check):
        if check == STRICT:
            return type(value) is self.cls
        return isinstance(value, self.cls) if check == LAX else hasattr(value, "__dataclass_fields__")

    def json_key(self, key, state):
        if state.serialize_as_any:
            return key_of_kind(kinds.kind_of(key), key, state)
        if self._is_allowed(key, state.check):
            return key_of_kind(kinds.DATACLASS, key, state)
        return unexpected_key(self.name, key, state)

    def retries_lax(self):
        return True

    def parts(self):
        fields = [handle(name) for name in self.field_names]
        return {"class": handle(self.cls), "serializer": self.node, "fields": fields, "name": self.name}


def with_derived(node, schema):
    """Returns the node for a schema of a class, ready to serialize derived classes in their own way."""
    config = schema.get("config")
    is_polymorphic = bool(config and config.get("polymorphic_serialization", False))
    if isinstance(node, (ModelNode, DataclassNode)) and not node.is_taken:
        node.is_taken = True
        node.is_polymorphic = is_polymorphic
        return node
    return DerivedNode(schema["cls"], node, is_polymorphic)


BUILDERS = {
    "model": lambda schema, config, build: ModelNode(schema, build),
    "dataclass": lambda schema, config, build: DataclassNode(schema, build),
}

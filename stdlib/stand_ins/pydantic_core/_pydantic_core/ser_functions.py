"""The parts of a serializer's tree that call functions of the user."""

from .debug_text import Struct, Wrapped, handle, optional
from .error_types import safe_repr
from .errors import PydanticOmit
from .filters import counted_from_start, next_filters
from .infer import infer, infer_key
from .ser_errors import (
    PydanticSerializationError,
    PydanticSerializationUnexpectedValue,
    error_text,
)
from .ser_nodes import ANY, Node, dump_of, key_of
from .ser_wrappers import when_of, when_shown, when_used

MODULE = "pydantic_core._pydantic_core"


class FunctionNode(Node):
    """A function that serializes a value, alone or wrapping another node."""

    kind = None

    def __init__(self, entry):
        self.function = entry["function"]
        self.is_field_function = entry.get("is_field_serializer", False)
        self.has_info = entry.get("info_arg", False)
        try:
            self.function_name = self.function.__name__
        except Exception:
            self.function_name = repr(self.function)
        self.returned = None
        self.when = None
        # The node for values that the function does not apply to; a wrapping function calls it,
        # too.
        self.inner = None

    def finish(self, entry, build):
        """Builds the parts that both kinds have in common."""
        self.returned = build(entry["return_schema"]) if "return_schema" in entry else ANY
        self.when = when_of(entry, "always")

    def arguments(self, value, state):
        """Returns the arguments of the function before the information."""
        raise NotImplementedError

    def _call(self, value, state):
        arguments = self.arguments(value, state)
        if self.is_field_function:
            if state.model is None:
                raise RuntimeError(
                    f"Function {self.kind} serializer expected to be run inside the context of a model field "
                    "but no model was found"
                )
            arguments = (state.model, *arguments)
        if self.has_info:
            arguments = (*arguments, SerializationInfo(state, self.is_field_function))
        return self.function(*arguments)

    def _run(self, value, state, dump, fallback):
        if not when_used(self.when, value, state.mode == "json"):
            return dump(self.inner, state)(value, state)
        try:
            result = self._call(value, state)
        except BaseException as error:
            failure = self._failure(error, state)
        else:
            # The function has already applied the exclusions.
            include, exclude = state.include, state.exclude
            state.include = state.exclude = None
            result = dump(self.returned, state)(result, state)
            state.include, state.exclude = include, exclude
            return result
        if failure is None:
            return fallback(value, state)
        raise failure

    def _failure(self, error, state):
        """Returns the exception to raise for one of the function, or `None` if it becomes a warning."""
        if isinstance(error, PydanticSerializationUnexpectedValue):
            if state.check:
                return error
            state.warn(error)
            return None
        if isinstance(error, PydanticSerializationError):
            return PydanticSerializationError(str(error))
        place = f"Error calling function `{self.function_name}`"
        if isinstance(error, RecursionError):
            return PydanticSerializationError(f"{place}: RecursionError")
        failure = PydanticSerializationError(f"{place}: {error_text(error)}")
        failure.__cause__ = error
        return failure

    def to_python(self, value, state):
        return self._run(value, state, dump_of, infer)

    def json_key(self, key, state):
        return self._run(key, state, key_of, infer_key)

    def retries_lax(self):
        return (self.inner is not None and self.inner.retries_lax()) or self.returned.retries_lax()


class PlainFunctionNode(FunctionNode):
    """A function that serializes alone."""

    variant = "Function"
    kind = "plain"

    def __init__(self, schema, build):
        super().__init__(schema["serialization"])
        self.finish(schema["serialization"], build)
        if self.when != "always":
            self.inner = build(_without_function(schema))
        self.name = f"plain_function[{self.function_name}]"

    def arguments(self, value, state):
        return (value,)

    def debug(self):
        return Wrapped(
            "Function",
            Struct(
                "FunctionPlainSerializer",
                func=handle(self.function),
                name=self.name,
                function_name=self.function_name,
                return_serializer=self.returned,
                fallback_serializer=optional(self.inner),
                when_used=when_shown(self.when),
                is_field_serializer=self.is_field_function,
                info_arg=self.has_info,
            ),
        )


class WrapFunctionNode(FunctionNode):
    """A function that wraps another node."""

    variant = "FunctionWrap"
    kind = "wrap"

    def __init__(self, schema, build):
        super().__init__(schema["serialization"])
        entry = schema["serialization"]
        self.inner = build(entry["schema"] if "schema" in entry else _without_function(schema))
        self.finish(entry, build)
        self.name = f"wrap_function[{self.function_name}, {self.inner.name}]"

    def arguments(self, value, state):
        return (value, SerializationCallable(self.inner, state))

    def debug(self):
        return Wrapped(
            "FunctionWrap",
            Struct(
                "FunctionWrapSerializer",
                serializer=self.inner,
                func=handle(self.function),
                name=self.name,
                function_name=self.function_name,
                return_serializer=self.returned,
                when_used=when_shown(self.when),
                is_field_serializer=self.is_field_function,
                info_arg=self.has_info,
            ),
        )


def _without_function(schema):
    """Returns a schema without its function; its name is known already, so that goes too."""
    return {key: value for key, value in schema.items() if key not in ("serialization", "ref")}


class SerializationCallable:
    """The object with which a wrapping function calls its node."""

    __module__ = MODULE

    def __init__(self, node, state):
        self._node = node
        self._state = state.copy()

    def __call__(self, value, index_key=None):
        state = self._state.copy()
        if index_key is not None:
            include, exclude = state.include, state.exclude
            if isinstance(index_key, int) and index_key >= 0:
                include, exclude = counted_from_start(include, None), counted_from_start(exclude, None)
            elif not isinstance(index_key, (int, str)):
                raise TypeError(
                    f"'index_key' is expected to be an integer or a string, got '{safe_repr(index_key)}'"
                )
            filters = next_filters(index_key, include, exclude)
            if filters is None:
                raise PydanticOmit()
            state.include, state.exclude = filters
        result = self._node.to_python(value, state)
        state.finish()
        return result

    def __repr__(self):
        return f"SerializationCallable(serializer={self._node.name})"


class SerializationInfo:
    """The information that a function receives about the run."""

    __module__ = MODULE
    __slots__ = (
        "include",
        "exclude",
        "context",
        "mode",
        "by_alias",
        "exclude_unset",
        "exclude_defaults",
        "exclude_none",
        "exclude_computed_fields",
        "round_trip",
        "serialize_as_any",
        "polymorphic_serialization",
        "_field_name",
    )

    def __init__(self, state, is_of_field):
        self._field_name = None
        if is_of_field:
            self._field_name = state.field_name
            if self._field_name is None:
                raise RuntimeError(
                    "Model field context expected for field serialization info but no model field was found"
                )
        self.include = state.include
        self.exclude = state.exclude
        self.context = state.context
        self.mode = state.mode
        self.by_alias = state.by_alias
        self.exclude_unset = state.exclude_unset
        self.exclude_defaults = state.exclude_defaults
        self.exclude_none = state.exclude_none
        self.exclude_computed_fields = state.exclude_computed_fields
        self.round_trip = state.round_trip
        self.serialize_as_any = state.serialize_as_any
        self.polymorphic_serialization = state.polymorphic

    def mode_is_json(self):
        """Returns whether the values become JSON types."""
        return self.mode == "json"

    @property
    def field_name(self):
        """The name of the field, if the function is one of a field."""
        if self._field_name is None:
            raise AttributeError("No attribute named 'field_name'")
        return self._field_name

    @property
    def __dict__(self):
        shown = {}
        for name in ("include", "exclude", "context"):
            value = getattr(self, name)
            if value is not None:
                shown[name] = value
        for name in _SHOWN:
            shown[name] = getattr(self, name)
        return shown

    def __repr__(self):
        parts = [f"{name}={getattr(self, name)!r}" for name in ("include", "exclude", "context")]
        for name in _SHOWN:
            value = getattr(self, name)
            parts.append(f"mode='{value}'" if name == "mode" else f"{name}={bool(value)}")
        return f"SerializationInfo({', '.join(parts)})"


_SHOWN = (
    "mode",
    "by_alias",
    "exclude_unset",
    "exclude_defaults",
    "exclude_none",
    "exclude_computed_fields",
    "round_trip",
    "serialize_as_any",
)

"""The state of one run of a serializer: its settings, its position, and the warnings so far."""

import warnings as python_warnings

from .ser_errors import (
    JsonTextError,
    PydanticSerializationError,
    PydanticSerializationUnexpectedValue,
)

# How strictly a value must fit; anything but NO_CHECK is the trial of a choice of a union.
NO_CHECK, LAX, STRICT = 0, 1, 2

# How deeply values may be nested.
DEPTH_LIMIT = 255


class BuiltSerializer:
    """A serializer that is ready: the root of its tree and its settings."""

    __slots__ = ("node", "config")


class State:
    """The state of one run.

    `json` is whether values become what JSON has, `text` whether they are about to become JSON text, which a part of a
    value may even where the whole does not, as `mode` says. `short_floats` is set when a float was met that JSON text
    shows in another way than Python does.
    """

    def __init__(
        self,
        config,
        mode,
        warnings_mode,
        include=None,
        exclude=None,
        by_alias=None,
        exclude_unset=False,
        exclude_defaults=False,
        exclude_none=False,
        exclude_computed_fields=False,
        round_trip=False,
        serialize_unknown=False,
        fallback=None,
        serialize_as_any=False,
        polymorphic=None,
        context=None,
    ):
        self.config = config
        self.mode = mode
        self.json = mode == "json"
        self.text = False
        self.short_floats = False
        self.warnings_mode = warnings_mode
        self.warnings = []
        self.include = include
        self.exclude = exclude
        self.by_alias = by_alias
        self.exclude_unset = exclude_unset
        self.exclude_defaults = exclude_defaults
        self.exclude_none = exclude_none
        self.exclude_computed_fields = exclude_computed_fields
        self.round_trip = round_trip
        self.serialize_unknown = serialize_unknown
        self.fallback = fallback
        self.serialize_as_any = serialize_as_any
        self.polymorphic = polymorphic
        self.context = context
        self.is_plain = not (exclude_defaults or serialize_as_any)
        self.check = NO_CHECK
        self.model = None
        self.field_name = None
        self.seen = set()
        self.depth = 0

    def copy(self):
        """Returns a state of its own that starts where this one is, for values rather than text."""
        new = object.__new__(State)
        new.__dict__.update(self.__dict__)
        new.warnings = list(self.warnings)
        new.seen = set(self.seen)
        new.leave_text()
        return new

    def leave_text(self):
        """Goes on with values as the mode of the run has them."""
        self.text = False
        self.json = self.mode == "json"

    def warn(self, warning):
        """Notes a warning, if the run has any."""
        if self.warnings_mode != "none":
            self.warnings.append(warning)

    def expected(self, name, value, is_text=False):
        """Notes that the value is not of the type called `name`; raises inside unions. `None` is always let through."""
        if value is None:
            return
        if self.check:
            if is_text:
                raise JsonTextError()
            raise PydanticSerializationUnexpectedValue(None, self.field_name, name, value)
        if self.warnings_mode != "none":
            self.warnings.append(PydanticSerializationUnexpectedValue(None, self.field_name, name, value))

    def too_deep(self):
        """Returns the replacement for a value at the depth limit, or raises."""
        if self.text and self.serialize_unknown:
            return "..."
        raise ValueError("Maximum serialization depth exceeded")

    def finish(self, stacklevel=3):
        """Shows the warnings of the run as one, or raises them."""
        if not self.warnings or self.warnings_mode == "none":
            return
        lines = "\n  ".join(repr(warning) for warning in self.warnings)
        message = f"Pydantic serializer warnings:\n  {lines}"
        if self.warnings_mode == "error":
            raise PydanticSerializationError(message)
        python_warnings.warn(message, UserWarning, stacklevel=stacklevel)


def warnings_mode(value):
    """Returns the mode of warnings that the argument `warnings` says."""
    if value is True:
        return "warn"
    if value is False:
        return "none"
    message = "Invalid warnings parameter, should be `'none'`, `'warn'`, `'error'` or a `bool`"
    if not isinstance(value, str):
        raise TypeError(message)
    if value not in ("none", "warn", "error"):
        raise ValueError(message)
    return value

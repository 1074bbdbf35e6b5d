"""The errors of serialization."""

from .error_types import safe_repr, truncated

MODULE = "pydantic_core._pydantic_core"


class PydanticSerializationError(ValueError):
    """A value that can't be serialized."""

    __module__ = MODULE

    def __init__(self, message, /):
        self._message = message

    def __str__(self):
        return self._message

    def __repr__(self):
        return f"PydanticSerializationError({self._message})"


class PydanticSerializationUnexpectedValue(ValueError):
    """A value that is not of the type its schema says: a warning, or inside unions why the next choice is tried."""

    __module__ = MODULE

    def __init__(self, message=None, field_name=None, field_type=None, input_value=None, /):
        self._message = message
        self._field_name = field_name
        self._field_type = field_type
        self._input_value = input_value
        self._has_input = input_value is not None

    def _text(self):
        return self._message

    def __str__(self):
        text = self._text() or ""
        if self._field_type is not None:
            if text:
                text += ": "
            text += f"Expected `{self._field_type}`"
            if self._has_input:
                text += " - serialized value may not be as expected"
        if self._has_input:
            place = "" if self._field_name is None else f"field_name='{self._field_name}', "
            shown = truncated(safe_repr(self._input_value))
            text += f" [{place}input_value={shown}, input_type={type(self._input_value).__name__}]"
        return text or "Unexpected Value"

    def __repr__(self):
        return f"PydanticSerializationUnexpectedValue({self})"

    def __reduce__(self):
        arguments = self.args or (self._text(), self._field_name, self._field_type, self._input_value)
        own = {"_message", "_field_name", "_field_type", "_input_value", "_has_input", "_text"}
        added = {name: value for name, value in self.__dict__.items() if name not in own}
        return (type(self), arguments, added) if added else (type(self), arguments)


def unexpected_value(message, value):
    """Returns an error of a value, which is shown even if it is `None`."""
    error = PydanticSerializationUnexpectedValue(message, None, None, value)
    error._has_input = True
    return error


def unexpected_in_union(errors):
    """Returns the error of a union inside another none of whose choices fits; its text is made on request."""
    error = PydanticSerializationUnexpectedValue()
    error._text = lambda: "\n".join(error_text(one) for one in errors)
    return error


class JsonTextError(Exception):
    """An error in writing JSON text whose message is shown without the name of an exception.

    One without a message says that a value is not of the type of its schema.
    """

    def __init__(self, message=None, is_whole=False):
        self.message = message
        self.is_whole = is_whole


def error_text(error):
    """Returns the class and the message of an exception as one line."""
    try:
        text = str(error)
    except Exception:
        text = "<exception str() failed>"
    return f"{type(error).__qualname__}: {text}"


def json_text_error(error):
    """Returns the exception to raise from the writing of JSON text for an exception of its parts."""
    if isinstance(error, JsonTextError):
        if error.message is None:
            return PydanticSerializationUnexpectedValue(None, None, None, None)
        if error.is_whole:
            return PydanticSerializationError(error.message)
        return PydanticSerializationError(f"Error serializing to JSON: {error.message}")
    return PydanticSerializationError(f"Error serializing to JSON: {error_text(error)}")

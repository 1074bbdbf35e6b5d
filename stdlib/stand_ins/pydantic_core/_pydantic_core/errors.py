"""The exceptions of validation, and the errors of single values that they are made of."""

import os
import warnings

from .error_types import checked_context, render, safe_repr, template, truncated
from .markers import MODULE


class LineError:
    """The fault of one value: the kind, its context, the value and its location.

    A custom error has its template in `custom`. The place is kept from the innermost item outwards.
    """

    __slots__ = ("kind", "context", "input", "location", "custom")

    def __init__(self, kind, input, context=None, custom=None, location=None):
        self.kind = kind
        self.input = input
        self.context = context
        self.custom = custom
        self.location = [] if location is None else location

    def message(self, mode):
        """Returns the message, for input of Python or of JSON."""
        if self.custom is not None:
            return format_template(self.custom, self.context)
        return render(self.kind, self.context, mode)

    def place(self):
        """Returns the place from the outermost item inwards."""
        return tuple(reversed(self.location))

    def as_dict(self, prefix, mode, include_context, include_input):
        """Returns the details that `ValidationError.errors()` lists."""
        details = {"type": self.kind, "loc": self.place(), "msg": self.message(mode)}
        if include_input:
            details["input"] = self.input
        if include_context and self.context is not None:
            details["ctx"] = dict(self.context)
        if prefix is not None and self.custom is None:
            details["url"] = prefix + self.kind
        return details

    def pretty(self, prefix, mode, hide_input):
        """Returns the lines that `str(ValidationError)` shows."""
        text = ""
        if self.location:
            text = ".".join(shown_item(item) for item in reversed(self.location)) + "\n"
        try:
            message = self.message(mode)
        except Exception as error:
            message = f"(error rendering message: {type(error).__name__}: {error})"
        text += f"  {message} [type={self.kind}"
        if not hide_input and self.kind != "default_factory_not_called":
            shown = truncated(safe_repr(self.input))
            text += f", input_value={shown}, input_type={type(self.input).__qualname__}"
        text += "]"
        if prefix is not None and self.custom is None:
            text += f"\n    For further information visit {prefix}{self.kind}"
        return text


def shown_item(item):
    """Returns an item of a place as text."""
    if type(item) is str and "." in item:
        return f"`{item}`"
    return str(item)


def location_item(value):
    """Returns an item of a place for a value: text and small ints are themselves, anything else is its text."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
        return int(value)
    return safe_repr(value)


class ValError(Exception):
    """Says that a value is not valid, on the way up to the whole."""

    def __init__(self, lines):
        self.lines = lines

    def within(self, item):
        """Adds the item that holds the value to the places, and returns the error."""
        for line in self.lines:
            line.location.append(item)
        return self


def invalid(kind, input, **context):
    """Makes the error of one value."""
    return ValError([LineError(kind, input, context or None)])


def format_template(text, context):
    """Fills the values of a context into the template of a custom error."""
    for key, value in (context or {}).items():
        if not isinstance(key, str):
            raise TypeError(f"'{type(key).__name__}' object is not an instance of 'str'")
        text = text.replace("{" + key + "}", str(value))
    return text


class PydanticOmit(Exception):
    """Raised by a function of validation or serialization to leave an item out."""

    __module__ = MODULE

    def __init__(self):
        super().__init__()

    def __str__(self):
        return "PydanticOmit()"

    __repr__ = __str__


class PydanticUseDefault(Exception):
    """Raised by a function of validation to take the field's default."""

    __module__ = MODULE

    def __init__(self):
        super().__init__()

    def __str__(self):
        return "PydanticUseDefault()"

    __repr__ = __str__


class PydanticCustomError(ValueError):
    """An error of a program's own type, with a message whose fields are filled from a context."""

    __module__ = MODULE

    def __new__(cls, error_type, message_template, context=None, /):
        for name, value in (("error_type", error_type), ("message_template", message_template)):
            if not isinstance(value, str):
                raise TypeError(f"argument '{name}': '{type(value).__name__}' object is not an instance of 'str'")
        if context is not None and not isinstance(context, dict):
            raise TypeError(f"argument 'context': '{type(context).__name__}' object is not an instance of 'dict'")
        self = super().__new__(cls, error_type, message_template, *(() if context is None else (context,)))
        self._type = error_type
        self._template = message_template
        self._context = context
        return self

    def __init__(self, *args):
        super().__init__(*args)

    @property
    def type(self):
        """The error's type."""
        return self._type

    @property
    def message_template(self):
        """The message with fields in braces."""
        return self._template

    @property
    def context(self):
        """The values of the fields, or None."""
        return self._context

    def message(self):
        """Returns the message with the values of the fields."""
        return format_template(self._template, self._context)

    def __str__(self):
        return self.message()

    def __repr__(self):
        return f"{self.message()} [type={self._type}, context={self._context}]"

    def __reduce__(self):
        own = {k: v for k, v in self.__dict__.items() if k not in ("_type", "_template", "_context")}
        args = self.args or tuple(a for a in (self._type, self._template, self._context) if a is not None)
        return (type(self), args, own) if own else (type(self), args)

    def line(self, input):
        """Returns the error of a value that a program's function refused."""
        return LineError(self._type, input, self._context, self._template)


class PydanticKnownError(ValueError):
    """An error of one of the types that pydantic knows."""

    __module__ = MODULE

    def __new__(cls, error_type, context=None, /):
        if not isinstance(error_type, str):
            raise TypeError(
                f"argument 'error_type': '{type(error_type).__name__}' object is not an instance of 'str'"
            )
        self = super().__new__(cls, error_type, context)
        self._context = checked_context(error_type, context)
        self._type = error_type
        return self

    def __init__(self, *args):
        super().__init__(*args)

    @property
    def type(self):
        """The error's type."""
        return self._type

    @property
    def message_template(self):
        """The message with fields in braces."""
        return template(self._type)

    @property
    def context(self):
        """The values of the fields, or None."""
        return None if self._context is None else dict(self._context)

    def message(self):
        """Returns the message with the values of the fields."""
        return render(self._type, self._context)

    def __str__(self):
        return self.message()

    def __repr__(self):
        return f"{self.message()} [type={self._type}, context={self._context}]"

    def line(self, input):
        """Returns the error of a value that a program's function refused."""
        return LineError(self._type, input, self._context)


def _is_shown():
    """Whether messages have the addresses of the documentation, as the environment says."""
    value = os.environ.get("PYDANTIC_ERRORS_INCLUDE_URL")
    if value is not None:
        return value in ("1", "True", "true")
    value = os.environ.get("PYDANTIC_ERRORS_OMIT_URL")
    if value is None:
        return True
    message = "PYDANTIC_ERRORS_OMIT_URL is deprecated, use PYDANTIC_ERRORS_INCLUDE_URL instead"
    warnings.warn(message, DeprecationWarning, stacklevel=3)
    return not value


def url_prefix():
    """Returns the prefix of the URLs of the types' documentation."""
    try:
        from pydantic import __version__
    except ImportError:
        version = "latest"
    else:
        version = ".".join(__version__.split(".")[:2])
    return f"https://errors.pydantic.dev/{version}/v/"


_MODES = ("python", "json", "string")


class ValidationError(ValueError):
    """Describes the faults of a value and its parts."""

    __module__ = MODULE

    def __new__(cls, title, line_errors, input_type="python", hide_input=False):
        if input_type not in _MODES:
            raise ValueError(f"argument 'input_type': Invalid error mode: {input_type}")
        self = super().__new__(cls)
        self._lines = [_line_of(line) for line in line_errors]
        self._title = title
        self._mode = input_type
        self._hide_input = hide_input
        return self

    def __init__(self, *args, **kwargs):
        pass

    @classmethod
    def from_exception_data(cls, title, line_errors, input_type="python", hide_input=False):
        """Makes the exception of details such as `errors()` lists."""
        return cls(title, line_errors, input_type, hide_input)

    @property
    def title(self):
        """The name of what was validated."""
        return self._title

    def error_count(self):
        """Returns the number of errors."""
        return len(self._lines)

    def errors(self, *, include_url=True, include_context=True, include_input=True):
        """Returns the details of each error."""
        prefix = url_prefix() if include_url else None
        return [line.as_dict(prefix, self._mode, include_context, include_input) for line in self._lines]

    def json(self, *, indent=None, include_url=True, include_context=True, include_input=True):
        """Returns the details of all errors as JSON."""
        from .serializers import to_json

        details = self.errors(
            include_url=include_url, include_context=include_context, include_input=include_input
        )
        for one in details:
            if "ctx" in one:
                one["ctx"] = {k: str(v) if isinstance(v, BaseException) else v for k, v in one["ctx"].items()}
        try:
            return to_json(details, indent=indent, serialize_unknown=True).decode()
        except Exception as error:
            raise ValueError(f"Error serializing ValidationError to JSON: {error}") from None

    def display(self, first=None):
        """Returns all errors as text, below a first line."""
        prefix = url_prefix() if _is_shown() else None
        if first is None:
            count = len(self._lines)
            first = f"{count} validation error{'' if count == 1 else 's'} for {self._title}"
        return "\n".join([first, *(line.pretty(prefix, self._mode, self._hide_input) for line in self._lines)])

    def __repr__(self):
        return self.display()

    __str__ = __repr__

    def __reduce__(self):
        details = self.errors(include_url=_is_shown())
        for one, line in zip(details, self._lines):
            if line.custom is not None:
                context = () if line.context is None else (line.context,)
                one["type"] = PydanticCustomError(line.kind, line.custom, *context)
        return type(self).from_exception_data, (self._title, details, self._mode, self._hide_input)

    def add_cause(self):
        """Makes the exceptions of a program's own functions the cause, each with its place."""
        causes = []
        for line in self._lines:
            error = line.context.get("error") if line.context else None
            if line.kind in ("value_error", "assertion_error") and isinstance(error, BaseException):
                place = ".".join(shown_item(item) for item in reversed(line.location)) or "root"
                error.add_note(f"\nPydantic: cause of loc: {place}")
                causes.append(error)
        if causes:
            self.__cause__ = BaseExceptionGroup("Pydantic User Code Exceptions", causes)


def _line_of(details):
    if isinstance(details, LineError):
        return details
    if not isinstance(details, dict):
        raise TypeError(f"'{type(details).__name__}' object is not an instance of 'dict'")
    if "type" not in details:
        raise KeyError("type")
    kind = details["type"]
    place = details.get("loc", ())
    if not isinstance(place, (tuple, list)):
        raise TypeError("Location must be a list or tuple of strings and ints")
    location = [location_item(item) for item in reversed(place)]
    input = details.get("input")
    if isinstance(kind, str):
        return LineError(kind, input, checked_context(kind, details.get("ctx")), None, location)
    if isinstance(kind, PydanticCustomError):
        line = kind.line(input)
        line.location = location
        return line
    raise TypeError("`type` should be a `str` or `PydanticCustomError`")


def validation_error(title, error, mode, hide_input=False, with_cause=False):
    """Makes the exception of the errors of a value's parts."""
    made = ValidationError(title, error.lines, mode, hide_input)
    if with_cause:
        made.add_cause()
    return made


class SchemaError(Exception):
    """Says that a schema is not one."""

    __module__ = MODULE

    def __new__(cls, message, *, error=None):
        self = super().__new__(cls, message)
        self._message = message
        self._error = error
        return self

    def __init__(self, message, *, error=None):
        super().__init__(message)

    def error_count(self):
        """Returns the number of errors in the schema, 0 where there is only a message."""
        return 0 if self._error is None else self._error.error_count()

    def errors(self):
        """Returns the details of the errors in the schema."""
        return [] if self._error is None else self._error.errors(include_url=False, include_context=False)

    def __str__(self):
        return self._message if self._error is None else self._error.display("Invalid Schema:")

    def __repr__(self):
        if self._error is not None:
            return str(self)
        quoted = self._message.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'SchemaError("{quoted}")'

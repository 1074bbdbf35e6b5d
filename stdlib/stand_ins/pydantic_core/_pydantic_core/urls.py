"""Validators of URLs."""

from .base import LAX, Validator, builder, is_strict, setting
from .choices import listed
from .errors import SchemaError, ValError, invalid
from .texts import as_str
from .url import (
    MultiHostUrl,
    Url,
    multi_host_url_of_text,
    multi_host_url_of_url,
    url_of_text,
    with_defaults,
)
from .url_parser import UrlError


class UrlValidator(Validator):
    """Takes URLs, and text that is one."""

    type_name = "url"

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        self.max_length = schema.get("max_length")
        self.schemes = schema.get("allowed_schemes")
        self.name = self.type_name
        if self.schemes is not None:
            if not self.schemes:
                raise SchemaError("`allowed_schemes` should have length > 0")
            texts = [repr(scheme) for scheme in self.schemes]
            self.expected = listed(texts)
            self.name = f"{self.type_name}[{','.join(texts)}]"
        self.defaults = {
            key: schema[key]
            for key in ("host_required", "default_host", "default_port", "default_path")
            if schema.get(key) is not None
        }
        self.keeps_empty = bool(setting(schema, config, "preserve_empty_path", False, "url_preserve_empty_path"))

    def validate(self, value, state):
        try:
            url = self.url(value, self.strict if state.strict is None else state.strict, state)
            if self.schemes is not None and url.scheme not in self.schemes:
                raise invalid("url_scheme", value, expected_schemes=self.expected)
            if self.defaults:
                url = with_defaults(url, **self.defaults)
        except UrlError as error:
            raise invalid(error.kind, value, error=error.message) from None
        # Text is preferred in unions.
        state.floor(LAX)
        return url

    def text(self, value, strict, state):
        """Returns the text of a value, or raises the error of its type."""
        try:
            text = as_str(value, strict, False, state)
        except ValError as error:
            if isinstance(value, str) and error.lines[0].kind == "string_unicode":
                raise
            raise invalid("url_type", value) from None
        self.check_length(text, value)
        return text

    def check_length(self, text, value):
        """Raises the error of a text that is too long, in bytes of UTF-8."""
        if self.max_length is not None and len(text.encode("utf-8", "surrogatepass")) > self.max_length:
            raise invalid("url_too_long", value, max_length=self.max_length)

    def url(self, value, strict, state):
        """Returns the URL that a value is or means."""
        if isinstance(value, Url):
            self.check_length(str(value), value)
            return value
        text = value
        if isinstance(value, MultiHostUrl):
            text = str(value)
            self.check_length(text, value)
        else:
            text = self.text(value, strict, state)
        return url_of_text(text, strict=strict, preserve_empty_path=self.keeps_empty)


class MultiHostUrlValidator(UrlValidator):
    """Takes URLs that may have several hosts, and text that is one."""

    type_name = "multi-host-url"

    def __init__(self, schema, config, definitions):
        super().__init__(schema, config, definitions)
        if "," in self.defaults.get("default_host", ""):
            raise SchemaError("default_host cannot contain a comma, see pydantic-core#326")

    def url(self, value, strict, state):
        if isinstance(value, (MultiHostUrl, Url)):
            self.check_length(str(value), value)
            return multi_host_url_of_url(value) if isinstance(value, Url) else value
        text = self.text(value, strict, state)
        return multi_host_url_of_text(text, strict=strict, preserve_empty_path=self.keeps_empty)


builder("url")(UrlValidator)
builder("multi-host-url")(MultiHostUrlValidator)

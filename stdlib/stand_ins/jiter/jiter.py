"""What jiter takes from its compiled part, `jiter.jiter`."""

from decimal import Decimal as _Decimal

from _hob_json_input import JsonError as _JsonError
from _hob_json_input import Parser as _Parser
from _hob_json_input import check_cache_mode as _check_cache_mode
from _hob_json_input import parse_json as _parse_json
from _hob_json_input import partial_mode as _partial_mode

__all__ = ["from_json", "cache_clear", "cache_usage", "__version__", "LosslessFloat"]


def _installed_version():
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("jiter")
    except PackageNotFoundError:
        return "0.19.0"


def __getattr__(name):
    if name == "__version__":
        return _installed_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def from_json(
    json_data,
    /,
    *,
    allow_inf_nan=True,
    cache_mode="all",
    partial_mode=False,
    catch_duplicate_keys=False,
    float_mode="float",
):
    _expect(json_data, bytes)
    _expect(allow_inf_nan, bool)
    _check_cache_mode(cache_mode)
    partial = _partial_mode(partial_mode)
    _expect(catch_duplicate_keys, bool)
    make = _FLOATS.get(float_mode) if isinstance(float_mode, str) else None
    if make is None:
        error = ValueError if isinstance(float_mode, str) else TypeError
        raise error("Invalid float mode, should be `'float'`, `'decimal'` or `'lossless-float'`")
    try:
        if make is float and not catch_duplicate_keys:
            return _parse_json(json_data, allow_inf_nan, partial)
        return _Reader(json_data, allow_inf_nan, partial, make, catch_duplicate_keys).document()
    except _JsonError as error:
        raise ValueError(str(error)) from None


class _Reader(_Parser):
    """Reads a document whose floats are of another class, or whose keys have to differ."""

    def __init__(self, data, allow_inf_nan, partial, make, unique):
        super().__init__(data, allow_inf_nan, partial)
        self.make, self.unique = make, unique

    def check_key(self, key, members):
        if self.unique and key in members:
            raise _JsonError(self.located(f'Detected duplicate key "{key}"', self.index))

    def real(self, text):
        return self.make(text)


def cache_clear():
    """Does nothing: Hob has one object for equal keys of a document, and keeps none."""


def cache_usage():
    """Returns 0: there is no cache."""
    return 0


def _expect(value, cls):
    if not isinstance(value, cls):
        shown = "'None'" if value is None else f"'{type(value).__name__}' object"
        raise TypeError(f"{shown} is not an instance of '{cls.__name__}'")


class LosslessFloat:
    """Represents a float from JSON, by holding the underlying bytes representing a float from JSON."""

    __slots__ = ("_raw",)

    def __new__(cls, raw, /):
        if isinstance(raw, str):
            raise TypeError("Can't extract `str` to `Vec`")
        if not isinstance(raw, (bytes, bytearray, list, tuple)):
            raise TypeError(f"'{type(raw).__name__}' object is not an instance of 'Sequence'")
        self = object.__new__(cls)
        self._raw = bytes(raw)
        try:
            value = _parse_json(self._raw)
        except _JsonError as error:
            raise ValueError(str(error)) from None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            kinds = {type(None): "null", bool: "bool", str: "string", list: "array", dict: "object"}
            raise ValueError(f"expected float but found {kinds[type(value)]} at line 1 column 1")
        return self

    def as_decimal(self):
        return _decimal(self._raw)

    def __float__(self):
        return float(self._raw)

    def __bytes__(self):
        return self._raw

    def __str__(self):
        return self._raw.decode()

    def __repr__(self):
        return f"LosslessFloat({self._raw.decode()})"


LosslessFloat.__module__ = "jiter"


def _decimal(raw):
    return _Decimal(raw.decode().strip())


_FLOATS = {"float": float, "decimal": _decimal, "lossless-float": LosslessFloat}

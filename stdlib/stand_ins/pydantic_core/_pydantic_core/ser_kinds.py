"""The kinds of values without a schema."""

import ipaddress
import pathlib
import re
import types
from collections import Counter, OrderedDict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from uuid import UUID

from .url import MultiHostUrl, Url

# Kinds of values without parts come first, up to LAST_SCALAR.
(
    NONE,
    INT,
    INT_SUBCLASS,
    BOOL,
    FLOAT,
    FLOAT_SUBCLASS,
    DECIMAL,
    FRACTION,
    STR,
    STR_SUBCLASS,
    BYTES,
    BYTEARRAY,
    DATETIME,
    DATE,
    TIME,
    TIMEDELTA,
    URL,
    MULTI_HOST_URL,
    PATH,
    UUID_KIND,
    COMPLEX,
    IPV4_ADDRESS,
    IPV6_ADDRESS,
    IPV4_NETWORK,
    IPV6_NETWORK,
    LIST,
    TUPLE,
    SET,
    FROZENSET,
    DEQUE,
    DICT,
    ORDERED_DICT,
    COUNTER,
    SERIALIZABLE,
    DATACLASS,
    ENUM,
    GENERATOR,
    PATTERN,
    UNKNOWN,
) = range(39)
LAST_SCALAR = IPV6_NETWORK

NAMES = {
    LIST: "list",
    SET: "set",
    FROZENSET: "frozenset",
    DEQUE: "deque",
    DICT: "dict",
    ORDERED_DICT: "ordered_dict",
    COUNTER: "counter",
    GENERATOR: "generator",
}

EXACT = {
    type(None): NONE,
    int: INT,
    bool: BOOL,
    float: FLOAT,
    str: STR,
    list: LIST,
    dict: DICT,
    OrderedDict: ORDERED_DICT,
    Counter: COUNTER,
    Decimal: DECIMAL,
    Fraction: FRACTION,
    bytes: BYTES,
    tuple: TUPLE,
    set: SET,
    frozenset: FROZENSET,
    deque: DEQUE,
    datetime: DATETIME,
    date: DATE,
    time: TIME,
    timedelta: TIMEDELTA,
    bytearray: BYTEARRAY,
    Url: URL,
    MultiHostUrl: MULTI_HOST_URL,
    complex: COMPLEX,
    UUID: UUID_KIND,
    types.GeneratorType: GENERATOR,
    pathlib.Path: PATH,
    re.Pattern: PATTERN,
    ipaddress.IPv4Address: IPV4_ADDRESS,
    ipaddress.IPv6Address: IPV6_ADDRESS,
}

# The kinds of the classes derived from these.
_DERIVED = EXACT | {int: INT_SUBCLASS, float: FLOAT_SUBCLASS, str: STR_SUBCLASS}

# For values whose bases do not decide: classes tested with `isinstance`, in this order.
_ASKED = (
    (int, INT_SUBCLASS),
    (str, STR_SUBCLASS),
    (bytes, BYTES),
    (list, LIST),
    (tuple, TUPLE),
    (OrderedDict, ORDERED_DICT),
    (Counter, COUNTER),
    (dict, DICT),
    (float, FLOAT_SUBCLASS),
    (bytearray, BYTEARRAY),
    (set, SET),
    (frozenset, FROZENSET),
    (deque, DEQUE),
    (datetime, DATETIME),
    (date, DATE),
    (time, TIME),
    (timedelta, TIMEDELTA),
    (Url, URL),
    (MultiHostUrl, MULTI_HOST_URL),
    (Decimal, DECIMAL),
    (Fraction, FRACTION),
    (UUID, UUID_KIND),
    (Enum, ENUM),
    (types.GeneratorType, GENERATOR),
    (pathlib.Path, PATH),
    (re.Pattern, PATTERN),
    (complex, COMPLEX),
    (ipaddress.IPv4Address, IPV4_ADDRESS),
    (ipaddress.IPv6Address, IPV6_ADDRESS),
    (ipaddress.IPv4Network, IPV4_NETWORK),
    (ipaddress.IPv6Network, IPV6_NETWORK),
)

_ENUM_META = type(Enum)


def _has(value, name):
    try:
        getattr(value, name)
    except Exception:
        return False
    return True


def kind_of(value):
    """Returns the kind of a value."""
    cls = type(value)
    kind = EXACT.get(cls)
    if kind is not None:
        return kind
    if not isinstance(value, type):
        if _has(value, "__pydantic_serializer__"):
            return SERIALIZABLE
        if _has(value, "__dataclass_fields__"):
            return DATACLASS
    if type(cls) is _ENUM_META:
        return ENUM
    if hasattr(cls, "__next__"):
        return GENERATOR
    base = cls.__base__
    while base is not None:
        kind = _DERIVED.get(base)
        if kind is not None:
            return kind
        base = base.__base__
    for base, kind in _ASKED:
        try:
            if isinstance(value, base):
                return kind
        except Exception:
            continue
    return UNKNOWN

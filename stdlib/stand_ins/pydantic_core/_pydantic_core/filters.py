"""Which items and fields are omitted: the arguments `include` and `exclude`, and the settings of schemas."""

from .arguments import expect

# The filters of values that are kept whole.
EVERYTHING = (None, None)


def _is_whole(value):
    return value is ... or value is True


def _as_dict(value):
    if isinstance(value, dict):
        return value.copy()
    if isinstance(value, set):
        return dict.fromkeys(value, ...)
    raise TypeError(
        "`include` and `exclude` must be of type `dict[str | int, <recursive> | ...] | set[str | int | ...]`"
    )


def _merged(item, for_all):
    item = item.copy()
    if isinstance(for_all, dict):
        for key, value in for_all.items():
            if key not in item:
                item[key] = value
            elif not _is_whole(item[key]):
                own = _as_dict(item[key])
                if not _is_whole(value):
                    item[key] = _merged(own, value)
    elif isinstance(for_all, set):
        for key in for_all:
            if key not in item:
                item[key] = ...
    else:
        raise TypeError(
            "'__all__' key of `include` and `exclude` must be of type "
            "`dict[str | int, <recursive> | ...] | set[str | int | ...]`"
        )
    return item


_ABSENT = object()


def _of_key(mapping, key):
    """Returns what a dict of filters says of a key, with what it says of all, or `_ABSENT`."""
    item = mapping.get(key, _ABSENT)
    for_all = mapping.get("__all__", _ABSENT)
    if item is _ABSENT:
        return for_all
    if for_all is _ABSENT or _is_whole(item) or _is_whole(for_all):
        return item
    return _merged(_as_dict(item), for_all)


def _contains(container, key, argument):
    if isinstance(container, set):
        return key in container or "__all__" in container
    try:
        contains = container.__contains__
        found = contains(key)
    except Exception:
        raise TypeError(f"`{argument}` argument must be a set or dict.") from None
    return bool(found) or bool(contains("__all__"))


def next_filters(key, include, exclude, mine=None, number=None):
    """Returns the filters of what lies under a key as `(include, exclude)`, or `None` if the key is left out.

    `mine` are the filters of the schema, asked with `number`, the position or the hash of the key.
    """
    next_exclude = None
    if exclude is not None:
        if type(exclude) is set:
            if key in exclude or "__all__" in exclude:
                return None
        elif isinstance(exclude, dict):
            value = _of_key(exclude, key)
            if value is not _ABSENT:
                if _is_whole(value):
                    return None
                next_exclude = value
        elif _contains(exclude, key, "exclude"):
            return None
    if include is not None:
        if isinstance(include, dict):
            value = _of_key(include, key)
            if value is not _ABSENT:
                return (None if _is_whole(value) else value, next_exclude)
        elif _contains(include, key, "include"):
            return (None, next_exclude)
        if mine is None or mine.include is None or number not in mine.include:
            return None
    if next_exclude is not None:
        return (None, next_exclude)
    return EVERYTHING if mine is None or mine.keeps(number) else None


class SchemaFilter:
    """What a schema includes and excludes, as positions or hashes of keys."""

    __slots__ = ("include", "exclude")

    def __init__(self, include, exclude):
        self.include = include
        self.exclude = exclude

    def keeps(self, number):
        """Returns whether the schema alone keeps an item."""
        if self.include is not None and number not in self.include:
            return False
        return self.exclude is None or number not in self.exclude


def schema_filter(schema, convert):
    """Returns the filter of a schema's `serialization` entry, or `None` if it has none.

    `convert` makes the position or the hash of what is included or excluded.
    """
    entry = schema.get("serialization")
    if entry is None:
        return None
    sets = []
    for name in ("include", "exclude"):
        value = entry.get(name)
        if value is None:
            sets.append(None)
        else:
            expect(value, set)
            sets.append(frozenset(convert(item) for item in value))
    return None if sets == [None, None] else SchemaFilter(*sets)


def position(value):
    """Returns a position that a schema includes or excludes."""
    if not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if value < 0:
        raise OverflowError("can't convert negative int to unsigned")
    return value


def _from_start(value, length):
    if length is None:
        try:
            is_negative = value < 0
        except Exception:
            return value
        if is_negative:
            raise ValueError("Negative indices cannot be used to exclude items on unsized iterables")
        return value
    try:
        return value.__mod__(length)
    except Exception:
        return value


def counted_from_start(filters, length):
    """Returns filters of a sequence with negative positions counted from its start."""
    if isinstance(filters, dict):
        return {_from_start(key, length): value for key, value in filters.items()}
    if isinstance(filters, set):
        return {_from_start(key, length) for key in filters}
    return filters


def filtered_items(values, length, dump, state, mine=None):
    """Returns the items of a sequence that are kept, each put through `dump` with its own filters."""
    include, exclude = state.include, state.exclude
    items = []
    first = True
    for index, value in enumerate(values):
        if first:
            own_include = counted_from_start(include, length)
            own_exclude = counted_from_start(exclude, length)
            first = False
        filters = next_filters(index, own_include, own_exclude, mine, index)
        if filters is not None:
            state.include, state.exclude = filters
            items.append(dump(value, state))
    state.include, state.exclude = include, exclude
    return items

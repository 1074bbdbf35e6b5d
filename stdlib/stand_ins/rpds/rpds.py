"""What rpds takes from its compiled part, `rpds.rpds`: collections that never change.

A changed one shares nothing with the one it was made from: it is a copy, which costs time in proportion to its size.
"""

from collections.abc import Mapping as _Mapping
from collections.abc import Set as _Set

__all__ = ["HashTrieMap", "HashTrieSet", "List", "Queue", "Stack"]


def _pairs(value):
    """The keys and values of a mapping, or of an iterable of pairs."""
    if isinstance(value, HashTrieMap):
        return value._items.items()
    if isinstance(value, _Mapping):
        return [(key, value[key]) for key in value]
    if hasattr(value, "keys"):
        return [(key, value[key]) for key in value.keys()]
    return [_pair(entry) for entry in value]


def _pair(entry):
    if not isinstance(entry, tuple):
        raise TypeError(f"'{type(entry).__name__}' object is not an instance of 'tuple'")
    if len(entry) != 2:
        raise ValueError(f"expected tuple of length 2, but got tuple of length {len(entry)}")
    return entry


class HashTrieMap:
    __slots__ = ("_items",)

    def __new__(cls, value=(), /, **kwds):
        self = object.__new__(cls)
        self._items = dict(_pairs(value), **kwds)
        return self

    @classmethod
    def convert(cls, value):
        return value if isinstance(value, cls) else cls(value)

    @classmethod
    def fromkeys(cls, keys, val=None):
        return _map(dict.fromkeys(keys, val))

    def __contains__(self, key):
        return key in self._items

    def __iter__(self):
        return iter(self._items)

    def __getitem__(self, key):
        return self._items[key]

    def __len__(self):
        return len(self._items)

    def __repr__(self):
        return f"HashTrieMap({{{', '.join(f'{key!r}: {value!r}' for key, value in self._items.items())}}})"

    def __eq__(self, other):
        if not isinstance(other, HashTrieMap):
            return NotImplemented
        return self._items == other._items

    def __hash__(self):
        entries = set()
        for key, value in self._items.items():
            try:
                entries.add((key, hash(value)))
            except TypeError:
                raise TypeError(f"Unhashable type in HashTrieMap of key {key!r}: {value!r}") from None
        return hash(("HashTrieMap", frozenset(entries)))

    def __reduce__(self):
        return HashTrieMap, (list(self._items.items()),)

    def get(self, key, default=None):
        return self._items.get(key, default)

    def keys(self):
        return KeysView(self)

    def values(self):
        return ValuesView(self)

    def items(self):
        return ItemsView(self)

    def discard(self, key):
        return self.remove(key) if key in self._items else _map(self._items)

    def remove(self, key):
        items = dict(self._items)
        del items[key]
        return _map(items)

    def insert(self, key, value):
        return _map(self._items | {key: value})

    def update(self, *maps, **kwds):
        items = dict(self._items)
        for value in maps:
            items.update(_pairs(value))
        items.update(kwds)
        return _map(items)


def _map(items):
    made = object.__new__(HashTrieMap)
    made._items = items
    return made


class _View:
    __slots__ = ("_items",)

    def __init__(self, of):
        self._items = of._items

    def __len__(self):
        return len(self._items)


class KeysView(_View, _Set):
    __slots__ = ()

    def __contains__(self, key):
        return key in self._items

    def __iter__(self):
        return iter(self._items)

    def __repr__(self):
        return f"keys_view({{{', '.join(map(repr, self._items))}}})"

    @classmethod
    def _from_iterable(cls, values):
        return cls(HashTrieMap.fromkeys(values))

    def intersection(self, other):
        return self & _as_set(other)

    def union(self, other):
        return self | _as_set(other)


class ValuesView(_View):
    __slots__ = ()

    def __iter__(self):
        return iter(self._items.values())

    def __repr__(self):
        return f"values_view([{', '.join(map(repr, self._items.values()))}])"


class ItemsView(_View, _Set):
    __slots__ = ()

    def __contains__(self, item):
        key, value = item
        missing = object()
        found = self._items.get(key, missing)
        return found is not missing and found == value

    def __iter__(self):
        return iter(self._items.items())

    def __repr__(self):
        entries = (f"({key!r}, {value!r})" for key, value in self._items.items())
        return f"items_view([{', '.join(entries)}])"

    @classmethod
    def _from_iterable(cls, values):
        return HashTrieSet(values)

    def intersection(self, other):
        return self & _as_set(other)

    def union(self, other):
        return self | _as_set(other)


def _as_set(values):
    return values if isinstance(values, (_Set, HashTrieSet)) else set(values)


class HashTrieSet:
    __slots__ = ("_members",)

    def __new__(cls, value=None, /):
        self = object.__new__(cls)
        # A dict keeps the order.
        self._members = dict.fromkeys(() if value is None else value)
        return self

    def __contains__(self, value):
        return value in self._members

    def __iter__(self):
        return iter(self._members)

    def __len__(self):
        return len(self._members)

    def __repr__(self):
        return f"HashTrieSet({{{', '.join(map(repr, self._members))}}})"

    def __hash__(self):
        return hash(("HashTrieSet", frozenset(self._members)))

    def __reduce__(self):
        return HashTrieSet, (list(self._members),)

    def _compared(self, other):
        if isinstance(other, HashTrieSet):
            return self._members.keys(), other._members.keys()
        return (self._members.keys(), other) if isinstance(other, (_Set, set, frozenset)) else None

    def __eq__(self, other):
        both = self._compared(other)
        return NotImplemented if both is None else both[0] == both[1]

    def __lt__(self, other):
        both = self._compared(other)
        return NotImplemented if both is None else both[0] < both[1]

    def __le__(self, other):
        both = self._compared(other)
        return NotImplemented if both is None else both[0] <= both[1]

    def __gt__(self, other):
        both = self._compared(other)
        return NotImplemented if both is None else both[0] > both[1]

    def __ge__(self, other):
        both = self._compared(other)
        return NotImplemented if both is None else both[0] >= both[1]

    def __and__(self, other):
        return self.intersection(other) if isinstance(other, HashTrieSet) else NotImplemented

    def __or__(self, other):
        return self.union(other) if isinstance(other, HashTrieSet) else NotImplemented

    def __sub__(self, other):
        return self.difference(other) if isinstance(other, HashTrieSet) else NotImplemented

    def __xor__(self, other):
        return self.symmetric_difference(other) if isinstance(other, HashTrieSet) else NotImplemented

    def insert(self, value):
        return _set(self._members | {value: None})

    def discard(self, value):
        return self.remove(value) if value in self._members else _set(self._members)

    def remove(self, value):
        members = dict(self._members)
        del members[value]
        return _set(members)

    def update(self, *iterables):
        members = dict(self._members)
        for values in iterables:
            members.update(dict.fromkeys(values))
        return _set(members)

    def difference(self, other):
        others = _members_of(other)
        return _set({value: None for value in self._members if value not in others})

    def intersection(self, other):
        others = _members_of(other)
        return _set({value: None for value in self._members if value in others})

    def symmetric_difference(self, other):
        others = _members_of(other)
        own = {value: None for value in self._members if value not in others}
        return _set(own | {value: None for value in others if value not in self._members})

    def union(self, other):
        return _set(self._members | _members_of(other))


def _members_of(other):
    if not isinstance(other, HashTrieSet):
        raise TypeError(f"'{type(other).__name__}' object is not an instance of 'HashTrieSet'")
    return other._members


def _set(members):
    made = object.__new__(HashTrieSet)
    made._members = members
    return made


class _Sequence:
    """What the sequences have in common: their values, from the first to the last."""

    __slots__ = ("_values",)

    def __new__(cls, *values):
        self = object.__new__(cls)
        self._values = tuple(values[0] if len(values) == 1 else values)
        return self

    @classmethod
    def _of(cls, values):
        made = object.__new__(cls)
        made._values = values
        return made

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __repr__(self):
        return f"{type(self).__name__}([{', '.join(map(repr, self._values))}])"

    def __eq__(self, other):
        return self._values == other._values if type(other) is type(self) else NotImplemented

    def __hash__(self):
        for place, value in enumerate(self._values):
            try:
                hash(value)
            except TypeError:
                raise TypeError(f"Unhashable type at {place} element in {type(self).__name__}: {value!r}") from None
        return hash((type(self).__name__, self._values))

    def __reduce__(self):
        raise TypeError(f"cannot pickle 'rpds.{type(self).__name__}' object")


class List(_Sequence):
    __slots__ = ()

    def __new__(cls, *values):
        if len(values) == 1 and not hasattr(values[0], "__reversed__") and not hasattr(values[0], "__getitem__"):
            values = ([*values[0]],) if hasattr(values[0], "__iter__") else values
            if not isinstance(values[0], list):
                raise TypeError(f"'{type(values[0]).__name__}' object is not reversible")
        return super().__new__(cls, *values)

    def __reversed__(self):
        return iter(self._of(self._values[::-1]))

    def __reduce__(self):
        return List, (list(self._values),)

    @property
    def first(self):
        if not self._values:
            raise IndexError("empty list has no first element")
        return self._values[0]

    @property
    def rest(self):
        return self._of(self._values[1:])

    def push_front(self, value):
        return self._of((value, *self._values))

    def drop_first(self):
        if not self._values:
            raise IndexError("empty list has no first element")
        return self._of(self._values[1:])


class Queue(_Sequence):
    __slots__ = ()

    def peek(self):
        if not self._values:
            raise IndexError("peeked an empty queue")
        return self._values[0]

    def is_empty(self):
        return not self._values

    def enqueue(self, value):
        return self._of((*self._values, value))

    def dequeue(self):
        if not self._values:
            raise IndexError("dequeued an empty queue")
        return self._of(self._values[1:])


class Stack(_Sequence):
    __slots__ = ()

    def __iter__(self):
        return reversed(self._values)

    def peek(self):
        if not self._values:
            raise IndexError("peeked an empty stack")
        return self._values[-1]

    def push(self, value):
        return self._of((*self._values, value))

    def pop(self):
        if not self._values:
            raise IndexError("popped an empty stack")
        return self._of(self._values[:-1])


_Mapping.register(HashTrieMap)
_Set.register(HashTrieSet)
for _class in (HashTrieMap, KeysView, ValuesView, ItemsView, HashTrieSet, List, Queue, Stack):
    _class.__module__ = "rpds"

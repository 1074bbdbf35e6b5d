"""The parts of a serializer's tree for values with parts: sequences, sets, tuples and mappings."""

from collections import Counter, OrderedDict, deque

from .debug_text import Struct, handle, optional
from .errors import SchemaError
from .filters import EVERYTHING, filtered_items, next_filters, position, schema_filter
from .infer import (
    LEAVES,
    SerializationIterator,
    infer,
    infer_unexpected,
    unexpected_key,
)
from .json_output import put
from .ser_errors import PydanticSerializationUnexpectedValue
from .ser_nodes import ANY, STR, Node, dump_of, key_of
from .ser_state import NO_CHECK, STRICT

_NO_ITEMS = object()


def filter_shown(mine):
    """Returns how the long form shows the filter of a schema."""
    include, exclude = (None, None) if mine is None else (mine.include, mine.exclude)
    return Struct("SchemaFilter", include=optional(include), exclude=optional(exclude))


class _ItemsNode(Node):
    """Items of one type."""

    has_filter = True

    def __init__(self, schema, build):
        items = schema.get("items_schema", _NO_ITEMS)
        self.items = ANY if items is _NO_ITEMS else build(items)
        self.dump = self.items.direct().to_python
        self.mine = schema_filter(schema, position) if self.has_filter else None
        self.name = f"{self.expected}[{self.items.name}]"

    def _loop(self, state):
        """Returns the inputs of a loop over items: the function and the classes that pass."""
        if state.serialize_as_any:
            return infer, LEAVES
        return self.dump, self.items.passes if state.json else self.items.python_passes

    def _dumped(self, values, length, state):
        if state.include is None and state.exclude is None and self.mine is None:
            dump, passes = self._loop(state)
            return [value if type(value) in passes else dump(value, state) for value in values]
        return filtered_items(values, length, dump_of(self.items, state), state, self.mine)

    def json_key(self, key, state):
        return self.invalid_key(self.expected, key, state)

    def retries_lax(self):
        return self.items.retries_lax()

    def parts(self):
        return {"item_serializer": self.items, "filter": filter_shown(self.mine), "name": self.name}


class ListNode(_ItemsNode):
    """A list."""

    expected = "list"
    variant = "List"

    def to_python(self, value, state):
        if not isinstance(value, list):
            return infer_unexpected(self.name, value, state)
        if state.include is None and state.exclude is None and self.mine is None:
            # The fast path, in this function for deeply nested values.
            dump, passes = self._loop(state)
            return [item if type(item) in passes else dump(item, state) for item in list.__iter__(value)]
        return self._dumped(list.__iter__(value), len(value), state)


class DequeNode(_ItemsNode):
    """A deque, with its greatest length."""

    expected = "deque"
    variant = "Deque"

    def to_python(self, value, state):
        if isinstance(value, deque):
            items = self._dumped(value, len(value), state)
            return items if state.json else deque(items, value.maxlen)
        return infer_unexpected(self.name, value, state)


class SetNode(_ItemsNode):
    """A set or a frozen set; filters are passed on to the items unchanged."""

    has_filter = False
    expected = "set"
    variant = "Set"
    cls = set

    def to_python(self, value, state):
        if not isinstance(value, self.cls):
            return infer_unexpected(self.name, value, state)
        dump = dump_of(self.items, state)
        items = [dump(item, state) for item in self.cls.__iter__(value)]
        return items if state.json else self.cls(items)

    def retries_lax(self):
        return False

    def parts(self):
        return {"item_serializer": self.items, "name": self.name}


class FrozenSetNode(SetNode):
    """A frozen set."""

    expected = "frozenset"
    variant = "FrozenSet"
    cls = frozenset


class GeneratorNode(_ItemsNode):
    """An iterator: a list in JSON, else an iterator over serialized items."""

    expected = "generator"
    variant = "Generator"

    def __init__(self, schema, build):
        super().__init__(schema, build)
        self.name = "generator"

    def to_python(self, value, state):
        if not hasattr(type(value), "__next__"):
            return infer_unexpected("generator", value, state)
        if state.json:
            return self._dumped(value, None, state)
        return SerializationIterator(value, self._dump_item, self.mine, state)

    def _dump_item(self, value, state):
        return dump_of(self.items, state)(value, state)

    def retries_lax(self):
        return False

    def parts(self):
        return {"item_serializer": self.items, "filter": filter_shown(self.mine)}


class TupleNode(Node):
    """A tuple with a type for each position, one of which may represent any number of items."""

    variant = "Tuple"

    def __init__(self, schema, build):
        self.items = [build(item) for item in schema["items_schema"]]
        self.variadic = schema.get("variadic_item_index")
        self.mine = schema_filter(schema, position)
        names = [item.name for item in self.items]
        if self.variadic is not None:
            names.insert(self.variadic + 1, "...")
        self.name = f"tuple[{', '.join(names)}]"

    def _nodes(self, count, state):
        """Returns the nodes for a tuple of a length, with warnings if it is not the expected one."""
        items = self.items
        if self.variadic is not None:
            middle = [items[self.variadic]] * max(count + 1 - len(items), 0)
            return items[: self.variadic] + middle + items[self.variadic + 1 :]
        if count == len(items):
            return items
        if state.check == STRICT:
            text = f"Expected {len(items)} items, but got {count}"
            raise PydanticSerializationUnexpectedValue(text, None, None, None)
        return items if count < len(items) else items + [ANY] * (count - len(items))

    def _values(self, value, state):
        """Yields the items of a tuple, with a warning before the first that is too much and after too few."""
        expected = len(value) if self.variadic is not None else len(self.items)
        for index, item in enumerate(tuple.__iter__(value)):
            if index == expected:
                state.warn(PydanticSerializationUnexpectedValue("Unexpected extra items present in tuple"))
            yield item
        if len(value) < expected:
            state.warn(PydanticSerializationUnexpectedValue("Unexpected too few items present in tuple"))

    def to_python(self, value, state):
        if not isinstance(value, tuple):
            return infer_unexpected(self.name, value, state)
        nodes = self._nodes(len(value), state)
        values = (
            tuple.__iter__(value) if len(nodes) == len(self.items) == len(value) else self._values(value, state)
        )
        items = dumped_items(values, nodes, len(value), state, self.mine)
        return items if state.json else tuple(items)

    def json_key(self, key, state):
        if not isinstance(key, tuple):
            return unexpected_key(self.name, key, state)
        nodes = self._nodes(len(key), state)
        return joined_key(self._values(key, state), nodes, len(key), state, self.mine)

    def retries_lax(self):
        return True

    def parts(self):
        return {
            "serializers": self.items,
            "variadic_item_index": optional(self.variadic),
            "filter": filter_shown(self.mine),
            "name": self.name,
        }


def dumped_items(values, nodes, length, state, mine):
    """Returns the kept items of a tuple, each serialized with the node of its place."""
    any_node = state.serialize_as_any
    if state.include is None and state.exclude is None and mine is None:
        return [
            value
            if type(value) in node.passes
            else infer(value, state)
            if any_node
            else node.to_python(value, state)
            for value, node in zip(values, nodes)
        ]

    def dump(pair, state):
        value, node = pair
        return infer(value, state) if any_node else node.to_python(value, state)

    return filtered_items(zip(values, nodes), length, dump, state, mine)


def joined_key(values, nodes, length, state, mine):
    """Returns the text of a key of a JSON object that is a tuple."""
    include, exclude = state.include, state.exclude
    state.include = state.exclude = None

    def text(pair, state):
        item, node = pair
        return key_of(node, state)(item, state)

    texts = filtered_items(zip(values, nodes), length, text, state, mine)
    state.include, state.exclude = include, exclude
    return ",".join(texts)


class NamedTupleNode(Node):
    """A tuple of a class with a name for each place."""

    variant = "NamedTuple"

    def __init__(self, schema, build):
        self.cls = schema["cls"]
        name = schema.get("cls_name")
        self.name = self.cls.__name__ if name is None else name
        self.items = []
        for field in schema["fields"]:
            field_name, field_schema = field["name"], field["schema"]
            self.items.append(build(field_schema, f"Field `{field_name}`:\n  "))
        self.mine = schema_filter(schema, position)

    def _fits(self, value, state):
        if state.check == STRICT and not isinstance(value, self.cls):
            return False
        return isinstance(value, tuple)

    def _check_length(self, count, state):
        if state.check != NO_CHECK and count != len(self.items):
            text = f"Expected {len(self.items)} items, but got {count}"
            raise PydanticSerializationUnexpectedValue(text, None, None, None)

    def _warn_of_length(self, count, state):
        if count != len(self.items):
            amount = "too few" if count < len(self.items) else "extra"
            state.warn(PydanticSerializationUnexpectedValue(f"Unexpected {amount} items present in named tuple"))

    def to_python(self, value, state):
        if not self._fits(value, state):
            return infer_unexpected(self.name, value, state)
        self._check_length(len(value), state)
        items = dumped_items(tuple.__iter__(value), self.items, len(value), state, self.mine)
        self._warn_of_length(len(value), state)
        return items if state.json else tuple(items)

    def json_key(self, key, state):
        if not self._fits(key, state):
            return unexpected_key(self.name, key, state)
        self._check_length(len(key), state)
        text = joined_key(tuple.__iter__(key), self.items, len(key), state, self.mine)
        self._warn_of_length(len(key), state)
        return text

    def retries_lax(self):
        return True

    def parts(self):
        return {
            "class": handle(self.cls),
            "serializers": self.items,
            "filter": filter_shown(self.mine),
            "name": self.name,
        }


class MappingNode(Node):
    """A dict, or one of the classes derived from it."""

    def __init__(self, expected, variant, cls, schema, build):
        self.expected = expected
        self.variant = variant
        self.cls = cls
        keys, values = schema.get("keys_schema", _NO_ITEMS), schema.get("values_schema", _NO_ITEMS)
        self.keys = ANY if keys is _NO_ITEMS else build(keys)
        self.values = ANY if values is _NO_ITEMS else build(values)
        self.dump = self.values.direct().to_python
        self.mine = schema_filter(schema, hash)
        self.name = f"{expected}[{self.keys.name}, {self.values.name}]"
        # Whether a key that is a string is used unchanged as text.
        self.has_str_keys = self.keys is ANY or self.keys is STR

    def to_python(self, value, state):
        if not isinstance(value, self.cls):
            return infer_unexpected(self.name, value, state)
        pairs = value.items() if self.cls is OrderedDict else dict.items(value)
        result = self._dumped(pairs, state)
        return result if state.json or self.cls is dict else self.cls(result)

    def _dumped(self, pairs, state):
        include, exclude = state.include, state.exclude
        mine = self.mine
        has_filters = not (include is None and exclude is None and mine is None)
        if state.serialize_as_any:
            dump, passes = infer, LEAVES
        else:
            dump, passes = self.dump, self.values.passes if state.json else self.values.python_passes
        dump_key = key_of(self.keys, state) if state.json else dump_of(self.keys, state)
        result = {}
        for key, value in pairs:
            if has_filters:
                filters = next_filters(key, include, exclude, mine, None if mine is None else hash(key))
                if filters is None:
                    continue
                # Exclusions from a value do not apply to its key, except where keys become text.
                state.include, state.exclude = filters if state.text else EVERYTHING
            if type(key) is not str or not (self.has_str_keys and key.isascii()):
                key = dump_key(key, state)
            if has_filters:
                state.include, state.exclude = filters
            if type(value) not in passes:
                value = dump(value, state)
            if state.text:
                put(result, key, value)
            else:
                result[key] = value
        state.include, state.exclude = include, exclude
        return result

    def json_key(self, key, state):
        return self.invalid_key(self.expected, key, state)

    def parts(self):
        return {
            "key_serializer": self.keys,
            "value_serializer": self.values,
            "filter": filter_shown(self.mine),
            "name": self.name,
        }


def _mapping(expected, variant, cls):
    return lambda schema, config, build: MappingNode(expected, variant, cls, schema, build)


def _frozendict(schema, config, build):
    raise SchemaError("The `frozendict` builtin type is only available on Python 3.15 and above")


BUILDERS = {
    "list": lambda schema, config, build: ListNode(schema, build),
    "deque": lambda schema, config, build: DequeNode(schema, build),
    "set": lambda schema, config, build: SetNode(schema, build),
    "frozenset": lambda schema, config, build: FrozenSetNode(schema, build),
    "generator": lambda schema, config, build: GeneratorNode(schema, build),
    "tuple": lambda schema, config, build: TupleNode(schema, build),
    "named-tuple": lambda schema, config, build: NamedTupleNode(schema, build),
    "dict": _mapping("dict", "Dict", dict),
    "ordered-dict": _mapping("ordered-dict", "OrderedDict", OrderedDict),
    "counter": _mapping("counter", "Counter", Counter),
    "frozendict": _frozendict,
}

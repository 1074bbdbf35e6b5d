"""Validators of collections: lists, tuples, sets, deques, dictionaries of all kinds, generators."""

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping

from .base import EXACT, LAX, STRICT, Validator, build, builder, is_strict
from .errors import (
    LineError,
    PydanticOmit,
    ValError,
    invalid,
    location_item,
    validation_error,
)
from .markers import PydanticUndefined
from .scalars import AnyValidator

_MISSING = object()


def error_text(error):
    """Returns an exception as errors show it."""
    try:
        text = str(error)
    except Exception:
        return f"{type(error).__name__}: <exception str() failed>"
    return f"{type(error).__name__}: {text}"


def items_of(value, kind, own, state, strict):
    """Returns the iterable for a collection, or raises the error of its type."""
    if isinstance(value, own):
        if state.mode != "python":
            state.floor(EXACT if own is list else STRICT)
        return value
    if state.mode == "json":
        if isinstance(value, list):
            state.floor(STRICT)
            return value
    elif state.mode == "string":
        raise invalid(kind, value)
    elif not strict:
        if isinstance(value, (list, tuple, set, frozenset)):
            state.floor(LAX)
            return value
        if not isinstance(value, (str, bytes, bytearray, Mapping)):
            try:
                items = iter(value)
            except TypeError:
                raise invalid(kind, value) from None
            state.floor(LAX)
            return items if items is not value else value
    raise invalid(kind, value)


def length_of(items):
    """Returns the length of a collection, or None where it has none."""
    try:
        return len(items)
    except TypeError:
        return None


def each(items, value, partial=False):
    """Goes over items as (index, whether it is the last of a partial input, item)."""
    iterator = iter(items)
    index = 0
    following = _next(iterator, value, 0)
    while following is not _MISSING:
        item, following = following, _next(iterator, value, index + 1)
        yield index, bool(partial) and following is _MISSING, item
        index += 1


def _next(iterator, value, index):
    try:
        return next(iterator, _MISSING)
    except Exception as error:
        raise invalid("iteration_error", value, error=error_text(error)).within(index) from None


def indexed(items, value):
    """Goes over items that may raise as (index, item)."""
    iterator = iter(items)
    index = 0
    while True:
        item = _next(iterator, value, index)
        if item is _MISSING:
            return
        yield index, item
        index += 1


class SizedValidator(Validator):
    """Takes collections of some length. `kind` is the error of its type, `shown` its name in others."""

    def too_short(self, value, actual):
        """Makes the error of a collection that has fewer items than it must."""
        return invalid("too_short", value, field_type=self.shown, min_length=self.min_length, actual_length=actual)

    def too_long(self, value, actual=None):
        """Makes the error of a collection that has more items than it may."""
        return invalid("too_long", value, field_type=self.shown, max_length=self.max_length, actual_length=actual)


class ListValidator(SizedValidator):
    """Accepts lists, and values that can become one."""

    kind, own, shown = "list_type", list, "List"

    def __init__(self, schema, config, definitions):
        self._name = None
        self.strict = is_strict(schema, config)
        items = schema.get("items_schema")
        self.item = None if items is None else build(items, config, definitions)
        if isinstance(self.item, AnyValidator):
            self.item = None
        self.min_length = schema.get("min_length")
        self.max_length = schema.get("max_length")
        self.fail_fast = bool(schema.get("fail_fast"))

    @property
    def name(self):
        """The type with that of its items."""
        if self._name is None:
            inner = "any" if self.item is None else self.item.name
            if inner == "...":
                return f"{self.own.__name__}[...]"
            self._name = f"{self.own.__name__}[{inner}]"
        return self._name

    def validate(self, value, state):
        strict = self.strict if state.strict is None else state.strict
        items = items_of(value, self.kind, self.own, state, strict)
        output = self.collect(items, value, state)
        if self.min_length is not None and len(output) < self.min_length:
            raise self.too_short(value, len(output))
        return output

    def collect(self, items, value, state):
        """Returns the valid items as a list."""
        most = self.max_length
        if self.item is None:
            if type(items) in (list, tuple):
                if most is not None and len(items) > most:
                    raise self.too_long(value, len(items))
                return list(items)
            output = []
            known = length_of(items)
            for _, item in indexed(items, value):
                output.append(item)
                if most is not None and len(output) > most:
                    raise self.too_long(value, known)
            return output
        output, errors = [], []
        validate = self.item.validate
        partial = state.partial
        counted = 0
        known = length_of(items) if most is not None else None
        if partial or type(items) not in (list, tuple):
            source = each(items, value, partial)
        else:
            source = ((index, False, item) for index, item in enumerate(items))
        for index, is_last, item in source:
            state.partial = partial if is_last else False
            try:
                output.append(validate(item, state))
            except ValError as error:
                if not is_last:
                    errors.extend(error.within(index).lines)
                    if self.fail_fast:
                        break
            except PydanticOmit:
                continue
            counted += 1
            if most is not None and counted > most:
                raise self.too_long(value, known)
        if errors:
            raise ValError(errors)
        return output


class DequeValidator(ListValidator):
    """Accepts deques, and values that can become one."""

    kind, own, shown = "deque_type", deque, "Deque"

    def validate(self, value, state):
        output = super().validate(value, state)
        return deque(output, value.maxlen if isinstance(value, deque) else None)


class SetValidator(SizedValidator):
    """Accepts sets, and values that can become one."""

    kind, own, shown = "set_type", set, "Set"

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        items = schema.get("items_schema")
        self.item = AnyValidator({}, None, None) if items is None else build(items, config, definitions)
        self.min_length = schema.get("min_length")
        self.max_length = schema.get("max_length")
        self.fail_fast = bool(schema.get("fail_fast"))
        self.name = f"{self.own.__name__}[{self.item.name}]"

    def validate(self, value, state):
        items = items_of(value, self.kind, self.own, state, self.strict if state.strict is None else state.strict)
        output, errors = set(), []
        validate, partial, most = self.item.validate, state.partial, self.max_length
        for index, is_last, item in each(items, value, partial):
            state.partial = partial if is_last else False
            try:
                valid = validate(item, state)
                try:
                    output.add(valid)
                except TypeError:
                    raise invalid("set_item_not_hashable", item) from None
            except ValError as error:
                if not is_last:
                    errors.extend(error.within(index).lines)
            except PydanticOmit:
                pass
            if most is not None and len(output) > most:
                raise self.too_long(value)
            if errors and self.fail_fast:
                break
        if errors:
            raise ValError(errors)
        if self.min_length is not None and len(output) < self.min_length:
            raise self.too_short(value, len(output))
        return self.own(output) if self.own is not set else output


class FrozenSetValidator(SetValidator):
    """Accepts frozen sets, and values that can become one."""

    kind, own, shown = "frozen_set_type", frozenset, "Frozenset"


class TupleValidator(Validator):
    """Accepts tuples with given items, one of which may represent any number of them."""

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        self.items = [build(item, config, definitions) for item in schema["items_schema"]]
        self.variadic = schema.get("variadic_item_index")
        self.min_length = schema.get("min_length")
        self.max_length = schema.get("max_length")
        self.fail_fast = bool(schema.get("fail_fast"))
        names = [item.name for item in self.items]
        if self.variadic is not None:
            names.insert(self.variadic + 1, "...")
        self.name = f"tuple[{', '.join(names)}]"

    def validate(self, value, state):
        state.partial = False
        items = items_of(value, "tuple_type", tuple, state, self.strict if state.strict is None else state.strict)
        known = length_of(items)
        if type(items) not in (list, tuple):
            items = self._gathered(items, value)
        output, errors = [], []
        for validator, index, item in self._pairs(items):
            if validator is None:
                raise self._too_long(value, len(self.items), known)
            if item is _MISSING:
                default = validator.default_value(index, state)
                if default is not PydanticUndefined:
                    output.append(default)
                else:
                    errors.append(LineError("missing", value, location=[index]))
            else:
                try:
                    output.append(validator.validate(item, state))
                except ValError as error:
                    errors.extend(error.within(index).lines)
                except PydanticOmit:
                    pass
                if self.max_length is not None and len(output) > self.max_length:
                    raise self._too_long(value, self.max_length, known)
            if errors and self.fail_fast:
                break
        if self.min_length is not None and len(output) < self.min_length:
            context = {"field_type": "Tuple", "min_length": self.min_length, "actual_length": len(output)}
            errors.append(LineError("too_short", value, context))
        if errors:
            raise ValError(errors)
        return tuple(output)

    def _gathered(self, items, value):
        # Items beyond the maximum are not requested: the iterator may be endless.
        most = None if self.variadic is not None else len(self.items)
        if self.max_length is not None:
            most = self.max_length if most is None else most
        gathered = []
        for index, item in indexed(items, value):
            gathered.append(item)
            if most is not None and index >= most:
                break
        return gathered

    def _pairs(self, items):
        count, given = len(self.items), len(items)
        if self.variadic is None:
            for index, validator in enumerate(self.items):
                yield validator, index, items[index] if index < given else _MISSING
            if given > count:
                yield None, count, _MISSING
            return
        head, tail = self.variadic, count - self.variadic - 1
        for index in range(head):
            yield self.items[index], index, items[index] if index < given else _MISSING
        end = max(given - tail, head)
        for index in range(head, end):
            yield self.items[head], index, items[index]
        for offset in range(tail):
            index = end + offset
            yield self.items[head + 1 + offset], index, items[index] if index < given else _MISSING

    def _too_long(self, value, most, known):
        return invalid("too_long", value, field_type="Tuple", max_length=most, actual_length=known)


def mapping_of(value, strict, state, kind="dict_type"):
    """Returns a mapping to take items from, or raises the error of its type."""
    if isinstance(value, dict):
        return value
    if state.mode == "python" and not strict and isinstance(value, Mapping):
        return value
    raise invalid(kind, value)


def pairs_of(mapping, value):
    """Returns the items of a mapping, whose methods may be a program's own."""
    if type(mapping) is dict:
        return mapping.items()
    try:
        items = mapping.items()
        pairs = []
        for pair in items:
            if not isinstance(pair, tuple) or len(pair) != 2:
                raise invalid("mapping_type", value, error="Mapping items must be tuples of (key, value) pairs")
            pairs.append(pair)
        return pairs
    except ValError:
        raise
    except Exception as error:
        raise invalid("mapping_type", value, error=error_text(error)) from None


class DictValidator(SizedValidator):
    """Takes dictionaries, and mappings where they may be converted."""

    kind, shown, type_name = "dict_type", "Dictionary", "dict"

    def __init__(self, schema, config, definitions):
        self.strict = is_strict(schema, config)
        keys, values = schema.get("keys_schema"), schema.get("values_schema")
        self.key = AnyValidator({}, None, None) if keys is None else build(keys, config, definitions)
        self.value = AnyValidator({}, None, None) if values is None else build(values, config, definitions)
        self.min_length = schema.get("min_length")
        self.max_length = schema.get("max_length")
        self.fail_fast = bool(schema.get("fail_fast"))
        self.name = f"{self.type_name}[{self.key.name},{self.value.name}]"

    def mapping(self, value, strict, state):
        """Returns the mapping to take items from."""
        return mapping_of(value, strict, state, self.kind)

    def validate(self, value, state):
        mapping = self.mapping(value, self.strict if state.strict is None else state.strict, state)
        output = self.collect(pairs_of(mapping, value), value, state)
        if self.min_length is not None and len(output) < self.min_length:
            raise self.too_short(value, len(output))
        return self.made(output)

    def made(self, output):
        """Returns the result for a dictionary of valid items."""
        return output

    def collect(self, pairs, value, state):
        """Returns a dictionary of the valid items."""
        output, errors = {}, []
        partial, most = state.partial, self.max_length
        last = len(pairs) - 1 if partial else -1
        is_json = state.mode == "json"
        for index, (key, item) in enumerate(pairs):
            is_last = index == last
            state.partial = False
            valid_key = _MISSING
            if is_json:
                # A JSON key is text, whatever it represents.
                state.mode = "string"
            try:
                valid_key = self.key.validate(key, state)
            except ValError as error:
                errors.extend(error.within("[key]").within(location_item(key)).lines)
            except PydanticOmit:
                continue
            finally:
                if is_json:
                    state.mode = "json"
            if errors and self.fail_fast:
                break
            state.partial = partial if is_last else False
            try:
                valid = self.value.validate(item, state)
            except ValError as error:
                if not is_last:
                    errors.extend(error.within(location_item(key)).lines)
                    if self.fail_fast:
                        break
                continue
            except PydanticOmit:
                continue
            if valid_key is not _MISSING:
                output[valid_key] = valid
                if most is not None and len(output) > most:
                    raise self.too_long(value)
        if errors:
            raise ValError(errors)
        return output


class OrderedDictValidator(DictValidator):
    """Takes ordered dictionaries, and mappings where they may be converted."""

    kind, shown, type_name = "ordered_dict_type", "OrderedDict", "ordered-dict"

    def mapping(self, value, strict, state):
        return _of_class(value, OrderedDict, strict, state, self.kind)

    def made(self, output):
        return OrderedDict(output)


class CounterValidator(DictValidator):
    """Takes counters, and mappings where they may be converted."""

    kind, shown, type_name = "counter_type", "Counter", "counter"

    def mapping(self, value, strict, state):
        return _of_class(value, Counter, strict, state, self.kind)

    def made(self, output):
        counter = Counter()
        dict.update(counter, output)
        return counter


def _of_class(value, cls, strict, state, kind):
    if isinstance(value, cls):
        return value
    if state.mode == "json" and isinstance(value, dict):
        state.floor(STRICT)
        return value
    if not strict and isinstance(value, Mapping) or state.mode == "string" and isinstance(value, dict):
        state.floor(LAX)
        return value
    raise invalid(kind, value)


class GeneratorValidator(SizedValidator):
    """Accepts iterables; the items are validated when they are requested."""

    shown = "Generator"

    def __init__(self, schema, config, definitions):
        items = schema.get("items_schema")
        self.item = None if items is None else build(items, config, definitions)
        self.name = f"generator[{'any' if self.item is None else self.item.name}]"
        self.min_length = schema.get("min_length")
        self.max_length = schema.get("max_length")
        self.hide_input = bool((config or {}).get("hide_input_in_errors"))
        self.with_cause = bool((config or {}).get("validation_error_cause"))

    def validate(self, value, state):
        state.partial = False
        if state.mode == "json" and isinstance(value, dict):
            items = iter(value)
        else:
            try:
                items = iter(value)
            except TypeError:
                raise invalid("iterable_type", value) from None
        return ValidatorIterator(self, items, value, state.copy())


class ValidatorIterator:
    """The valid items of an iterable."""

    __module__ = "pydantic_core._pydantic_core"

    def __init__(self, owner, items, value, state):
        self._owner = owner
        self._items = items
        self._value = value
        self._state = state
        self._index = 0

    @property
    def index(self):
        """The number of items that were asked for."""
        return self._index

    def __iter__(self):
        return self

    def __next__(self):
        owner = self._owner
        try:
            item = next(self._items)
        except StopIteration:
            if owner.min_length is not None and self._index < owner.min_length:
                raise self._error(owner.too_short(self._value, self._index)) from None
            raise
        index = self._index
        self._index += 1
        if owner.max_length is not None and index >= owner.max_length:
            raise self._error(owner.too_long(self._value))
        if owner.item is None:
            return item
        try:
            return owner.item.validate(item, self._state)
        except ValError as error:
            raised = self._error(error.within(index))
        raise raised from raised.__cause__

    def _error(self, error):
        return validation_error(
            "ValidatorIterator", error, "python", self._owner.hide_input, self._owner.with_cause
        )

    def __repr__(self):
        return f"ValidatorIterator(index={self._index}, schema={self._owner.item and self._owner.item.name})"


for _name, _class in (
    ("list", ListValidator),
    ("deque", DequeValidator),
    ("set", SetValidator),
    ("frozenset", FrozenSetValidator),
    ("tuple", TupleValidator),
    ("dict", DictValidator),
    ("ordered-dict", OrderedDictValidator),
    ("counter", CounterValidator),
    ("generator", GeneratorValidator),
):
    builder(_name)(_class)

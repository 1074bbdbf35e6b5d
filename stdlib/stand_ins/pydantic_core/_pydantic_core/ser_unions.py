"""The parts of a serializer's tree that choose: unions, with and without a tag."""

from .arguments import expect
from .debug_text import Raw, Struct, Wrapped, handle
from .errors import SchemaError
from .infer import infer, infer_key
from .ser_errors import (
    PydanticSerializationUnexpectedValue,
    error_text,
    unexpected_in_union,
    unexpected_value,
)
from .ser_nodes import (
    BOOL,
    INT,
    NONE,
    STR,
    BoolNode,
    BytesNode,
    EnumNode,
    FloatNode,
    IntNode,
    Node,
    NoneNode,
    StrNode,
    TemporalNode,
    TextNode,
    dump_of,
    key_of,
)
from .ser_state import LAX, NO_CHECK, STRICT

_SIMPLE = (INT, BOOL, STR, NONE)

# Outside JSON these return unchanged whatever they accept in a union.
_SAME_IN_PYTHON = (BoolNode, BytesNode, EnumNode, FloatNode, IntNode, NoneNode, StrNode, TemporalNode, TextNode)
_ABSENT = object()


class UnionNode(Node):
    """A union whose first choice that fits serializes the value."""

    variant = "Union"

    def __init__(self, choices):
        self.choices = choices
        self.name = f"Union[{', '.join(choice.name for choice in choices)}]"
        self.retries = None
        self.passes = self.python_passes = frozenset()
        for choice in choices:
            if choice not in _SIMPLE:
                break
            self.passes |= choice.passes
        for choice in choices:
            if not isinstance(choice, _SAME_IN_PYTHON):
                break
            self.python_passes |= choice.python_passes

    def retries_lax(self):
        if self.retries is None:
            self.retries = any(choice.retries_lax() for choice in self.choices)
        return self.retries

    def to_python(self, value, state):
        if not state.text:
            result = self._chosen(value, state, dump_of)
            return infer(value, state) if result is _ABSENT else result
        # A choice makes a value for JSON, which is then serialized by its type.
        state.leave_text()
        result = self._chosen(value, state, dump_of)
        state.text = state.json = True
        if result is _ABSENT:
            return infer(value, state)
        include, exclude = state.include, state.exclude
        state.include = state.exclude = None
        result = infer(result, state)
        state.include, state.exclude = include, exclude
        return result

    def json_key(self, key, state):
        result = self._chosen(key, state, key_of)
        return infer_key(key, state) if result is _ABSENT else result

    def _chosen(self, value, state, function):
        """Returns the result of the first choice that fits the value, or `_ABSENT` after warnings."""
        return self._left_to_right(value, state, function)

    def _left_to_right(self, value, state, function):
        is_outer = state.check == NO_CHECK
        errors = []
        for choice in self.choices:
            result, error = _tried(choice, value, state, function, STRICT if is_outer else state.check)
            if error is None:
                return result
            errors.append(error)
        if not is_outer:
            raise unexpected_in_union(errors)
        if self.retries_lax():
            for choice in self.choices:
                result, error = _tried(choice, value, state, function, LAX)
                if error is None:
                    return result
        for error in errors:
            _warn_of(error, state)
        return _ABSENT

    def parts(self):
        return {"choices": Struct("UnionChoices", choices=self.choices), "name": self.name}


def _tried(choice, value, state, function, check):
    """Returns a choice's result for the value and `None`, or `None` and the error; the state is restored."""
    saved = (state.check, state.include, state.exclude, state.model, state.field_name, state.config)
    state.check = check
    try:
        result = function(choice, state)(value, state)
    except BaseException as error:
        state.check, state.include, state.exclude, state.model, state.field_name, state.config = saved
        return None, error
    state.check = saved[0]
    return result, None


def _warn_of(error, state):
    if not isinstance(error, PydanticSerializationUnexpectedValue):
        error = PydanticSerializationUnexpectedValue(error_text(error))
    state.warn(error)


class TaggedUnionNode(UnionNode):
    """A union in which a tag of the value says the choice."""

    variant = "TaggedUnion"

    def __init__(self, tagged, discriminator):
        super().__init__(list(tagged.values()))
        self.name = f"TaggedUnion[{', '.join(choice.name for choice in self.choices)}]"
        self.passes = self.python_passes = frozenset()
        self.tagged = tagged
        self.function = discriminator if callable(discriminator) else None
        self.paths = None if self.function is not None else _paths(discriminator)

    def _tag(self, value):
        if self.function is not None:
            try:
                return self.function(value)
            except Exception:
                return _ABSENT
        for path in self.paths:
            try:
                found = _at_path(value, path)
            except Exception:
                continue
            if found is not _ABSENT:
                return found
        return _ABSENT

    def _chosen(self, value, state, function):
        is_outer = state.check == NO_CHECK
        tag = self._tag(value)
        choice = None if tag is _ABSENT else self.tagged.get(tag)
        if choice is None:
            if is_outer:
                text = (
                    "Defaulting to left to right union serialization - failed to get discriminator value "
                    "for tagged union serialization"
                )
                state.warn(unexpected_value(text, value))
            return self._left_to_right(value, state, function)
        result, error = _tried(choice, value, state, function, STRICT if is_outer else state.check)
        if error is None:
            return result
        if not is_outer:
            raise error
        if self.retries_lax():
            result, lax_error = _tried(choice, value, state, function, LAX)
            if lax_error is None:
                return result
        _warn_of(error, state)
        return _ABSENT

    def parts(self):
        if self.function is not None:
            discriminator = Wrapped("Function", handle(self.function))
        else:
            discriminator = Wrapped("LookupPaths", [_path_shown(path) for path in self.paths])
        entries = {
            Struct("PyHashTableEntry", key=handle(tag), hash=hash(tag) & 0xFFFFFFFFFFFFFFFF, value=index)
            for index, tag in enumerate(self.tagged)
        }
        return {
            "discriminator": discriminator,
            "lookup": Wrapped("PyHashTable", entries),
            "choices": Struct("UnionChoices", choices=self.choices),
            "name": Wrapped("OnceLock", Raw("<uninit>")),
        }


def _path_shown(path):
    first = Wrapped("PathItemString", path[0])
    rest = []
    for item in path[1:]:
        if isinstance(item, str):
            rest.append(Wrapped("S", Wrapped("PathItemString", item)))
        else:
            rest.append(Wrapped("Pos", item) if item >= 0 else Wrapped("Neg", -item))
    return Struct("LookupPath", first_item=first, rest=rest)


def _paths(discriminator):
    """Returns the paths to a tag: from a name, a path or a list of paths."""
    if isinstance(discriminator, str):
        return [[discriminator]]
    expect(discriminator, list)
    if not discriminator:
        raise SchemaError("Lookup paths should have at least one element")
    paths = discriminator if isinstance(discriminator[0], list) else [discriminator]
    for path in paths:
        if not path:
            raise SchemaError("Each alias path should have at least one element")
        if not isinstance(path[0], str):
            raise TypeError("The first item in an alias path should be a string")
    return paths


def _at_path(value, path):
    """Returns the value at a path in a dict or among attributes, or `_ABSENT`."""
    is_dict = isinstance(value, dict)
    found = value.get(path[0], _ABSENT) if is_dict else getattr(value, path[0], _ABSENT)
    for item in path[1:]:
        if found is _ABSENT:
            return found
        if is_dict or not isinstance(item, str) or isinstance(found, dict):
            # The characters of a string do not count as its parts.
            if isinstance(found, str):
                return _ABSENT
            try:
                found = found[item]
            except Exception:
                return _ABSENT
        else:
            found = getattr(found, item, _ABSENT)
    return found


def _union(schema, config, build):
    choices = [build(choice[0] if isinstance(choice, tuple) else choice) for choice in schema["choices"]]
    if not choices:
        raise SchemaError("One or more union choices required")
    return choices[0] if len(choices) == 1 else UnionNode(choices)


def _tagged_union(schema, config, build):
    discriminator = schema["discriminator"]
    if not callable(discriminator):
        _paths(discriminator)
    tagged = {tag: build(choice) for tag, choice in schema["choices"].items()}
    if not tagged:
        raise SchemaError("One or more union choices required")
    if len(tagged) == 1:
        return next(iter(tagged.values()))
    return TaggedUnionNode(tagged, discriminator)


BUILDERS = {"union": _union, "tagged-union": _tagged_union}

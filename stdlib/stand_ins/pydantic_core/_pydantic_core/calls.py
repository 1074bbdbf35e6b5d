"""Validators of the arguments of calls, and calls with valid arguments."""

from .base import Validator, build, builder, setting
from .errors import LineError, SchemaError, ValError, invalid, location_item
from .fields import MISSING, DictSource, Field, checked_key, extra_behavior, within_all
from .markers import ArgsKwargs, PydanticUndefined

_POSITIONAL = ("positional_only", "positional_or_keyword")


def _fields(schema, config, definitions, default_error):
    """Returns the parameters of a schema as fields, checking the order of those with defaults."""
    fields, had_default, had_keyword_only = [], False, False
    for entry in schema["arguments_schema"]:
        name = entry["name"]
        mode = entry.get("mode", "positional_or_keyword")
        had_keyword_only = had_keyword_only or mode == "keyword_only"
        field = Field(name, entry, config, definitions, "'", "alias", "Parameter")
        if getattr(field.validator, "omits_errors", False):
            raise SchemaError(f"Parameter '{name}': omit_on_error cannot be used with arguments")
        has_default = getattr(field.validator, "has_default", False)
        if had_default and not has_default and not had_keyword_only:
            raise SchemaError(default_error.format(name))
        had_default = had_default or has_default
        fields.append((field, mode))
    return fields


def _keyword_extras(kwargs, used, errors):
    """Returns the keyword arguments that no parameter took."""
    found = []
    if kwargs and len(kwargs) > len(used):
        for key, item in kwargs.items():
            if checked_key(key, errors) and key not in used:
                found.append((key, item))
    return found


class ArgumentsValidator(Validator):
    """Takes the arguments of a call. The result is (positional arguments, keyword arguments)."""

    name = "arguments"

    def __init__(self, schema, config, definitions):
        options = config or {}
        self.fields = _fields(schema, config, definitions, "Non-default argument '{}' follows default argument")
        self.positional = 0
        for index, (_, mode) in enumerate(self.fields):
            if mode in _POSITIONAL:
                self.positional = index + 1
        mode = schema.get("var_kwargs_mode", "uniform")
        if mode not in ("uniform", "unpacked-typed-dict"):
            raise SchemaError(f"Invalid var_kwargs mode: `{mode}`, expected `uniform` or `unpacked-typed-dict`")
        self.is_unpacked = mode == "unpacked-typed-dict"
        var_args, var_kwargs = schema.get("var_args_schema"), schema.get("var_kwargs_schema")
        self.var_args = None if var_args is None else build(var_args, config, definitions)
        self.var_kwargs = None if var_kwargs is None else build(var_kwargs, config, definitions)
        if self.is_unpacked and self.var_kwargs is None:
            raise SchemaError(
                "`var_kwargs_schema` must be specified when `var_kwargs_mode` is `'unpacked-typed-dict'`"
            )
        self.extra = extra_behavior(schema, config, "forbid")
        self.loc_by_alias = options.get("loc_by_alias", True)
        self.validate_by_alias = setting(schema, config, "validate_by_alias")
        self.validate_by_name = setting(schema, config, "validate_by_name")

    def _arguments(self, value, state):
        if isinstance(value, dict):
            return None, value
        if state.mode == "python":
            if isinstance(value, ArgsKwargs):
                return value.args, value.kwargs
            if isinstance(value, (tuple, list)):
                return tuple(value), None
        elif state.mode == "json" and isinstance(value, list):
            return tuple(value), None
        raise invalid("arguments_type", value)

    def validate(self, value, state):
        state.partial = False
        args, kwargs = self._arguments(value, state)
        output, named, errors, used = [], {}, [], set()
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        source = None if kwargs is None else DictSource(kwargs)
        outer_name = state.field_name
        for index, (field, mode) in enumerate(self.fields):
            has_position = args is not None and mode in _POSITIONAL and index < len(args)
            path, item = None, MISSING
            if source is not None and mode != "positional_only":
                path, item = field.find(source, by_alias, by_name)
                if item is not MISSING:
                    used.add(path.first)
            if has_position and item is not MISSING:
                errors.append(LineError("multiple_argument_values", item, location=[field.name]))
                continue
            state.field_name = field.name
            try:
                if has_position:
                    output.append(field.validator.validate(args[index], state))
                elif item is not MISSING:
                    named[field.name] = field.validator.validate(item, state)
                else:
                    self._default(field, mode, index, value, by_alias, output, named, errors, state)
            except ValError as error:
                if has_position:
                    errors.extend(error.within(index).lines)
                elif item is not MISSING:
                    errors.extend(within_all(error, field.place(path, self.loc_by_alias)))
                else:
                    raise
            finally:
                state.field_name = outer_name
        if args is not None:
            self._var_args(args, output, errors, state)
        rest = {}
        for key, item in _keyword_extras(kwargs, used, errors):
            if self.is_unpacked:
                rest[key] = item
            elif self.var_kwargs is not None:
                try:
                    named[key] = self.var_kwargs.validate(item, state)
                except ValError as error:
                    errors.extend(error.within(key).lines)
            elif self.extra == "forbid":
                errors.append(LineError("unexpected_keyword_argument", item, location=[key]))
        if self.is_unpacked:
            try:
                named.update(self.var_kwargs.validate(rest, state))
            except ValError as error:
                errors.extend(error.lines)
        if errors:
            raise ValError(errors)
        return tuple(output), named

    def _default(self, field, mode, index, value, by_alias, output, named, errors, state):
        default = field.validator.default_value(field.name, state)
        if default is not PydanticUndefined:
            if mode == "positional_only":
                output.append(default)
            else:
                named[field.name] = default
        elif mode == "positional_only":
            errors.append(LineError("missing_positional_only_argument", value, location=[index]))
        else:
            kind = "missing_argument" if mode in _POSITIONAL else "missing_keyword_only_argument"
            errors.append(LineError(kind, value, location=field.missing_place(by_alias, self.loc_by_alias)))

    def _var_args(self, args, output, errors, state):
        for index in range(self.positional, len(args)):
            if self.var_args is None:
                errors.append(LineError("unexpected_positional_argument", args[index], location=[index]))
                continue
            try:
                output.append(self.var_args.validate(args[index], state))
            except ValError as error:
                errors.extend(error.within(index).lines)


_MODES = (
    "positional_only",
    "positional_or_keyword",
    "var_args",
    "keyword_only",
    "var_kwargs_uniform",
    "var_kwargs_unpacked_typed_dict",
)


def _check_order(fields):
    """Raises SchemaError for parameters in an order in which a function can't have them."""
    seen, names = set(), set()
    for field, mode in fields:
        name = field.name
        if name in names:
            raise SchemaError(f"Duplicate parameter '{name}'")
        names.add(name)
        if mode not in _MODES:
            raise SchemaError(
                f"Invalid var_kwargs mode: `{mode}`, expected one of `positional_only`, `positional_or_keyword`, "
                "`var_args`, `keyword_only`, `var_kwargs_uniform` or `var_kwargs_unpacked_typed_dict`"
            )
        kind = "var_kwargs" if mode.startswith("var_kwargs") else mode
        if kind == "positional_only" and seen - {"positional_only"}:
            raise SchemaError(f"Positional only parameter '{name}' cannot follow other parameter kinds")
        if kind == "positional_or_keyword" and seen & {"var_args", "keyword_only", "var_kwargs"}:
            raise SchemaError(
                f"Positional or keyword parameter '{name}' cannot follow variadic or keyword only parameters"
            )
        if kind == "var_args":
            if "var_args" in seen:
                raise SchemaError(f"Duplicate variadic positional parameter '{name}'")
            if seen & {"keyword_only", "var_kwargs"}:
                raise SchemaError(
                    f"Variadic positional parameter '{name}' cannot follow variadic or keyword only parameters"
                )
        if kind == "keyword_only" and "var_kwargs" in seen:
            raise SchemaError(f"Keyword only parameter '{name}' cannot follow variadic keyword only parameter")
        if kind == "var_kwargs" and "var_kwargs" in seen:
            raise SchemaError(f"Duplicate variadic keyword parameter '{name}'")
        seen.add(kind)


class ArgumentsV3Validator(Validator):
    """Takes the arguments of a call, or a dictionary with an entry for each parameter, variadic ones too."""

    name = "arguments-v3"

    def __init__(self, schema, config, definitions):
        options = config or {}
        self.fields = _fields(
            schema, config, definitions, "Required parameter '{}' follows parameter with default"
        )
        _check_order(self.fields)
        self.positional = sum(mode in _POSITIONAL for _, mode in self.fields)
        self.extra = extra_behavior(schema, config, "forbid")
        self.loc_by_alias = options.get("loc_by_alias", True)
        self.validate_by_alias = setting(schema, config, "validate_by_alias")
        self.validate_by_name = setting(schema, config, "validate_by_name")
        find = {mode: field for field, mode in self.fields}
        self.var_args = find.get("var_args")
        self.var_kwargs = find.get("var_kwargs_uniform")
        self.unpacked = find.get("var_kwargs_unpacked_typed_dict")

    def validate(self, value, state):
        if isinstance(value, dict):
            return self._of_mapping(value, state)
        if state.mode == "python" and isinstance(value, ArgsKwargs):
            return self._of_call(value, state)
        raise invalid("arguments_type", value)

    def _of_mapping(self, value, state):
        output, named, errors, used = [], {}, [], set()
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        source = DictSource(value)
        for field, mode in self.fields:
            path, item = field.find(source, by_alias, by_name)
            if item is MISSING:
                self._default(field, mode, None, value, by_alias, output, named, errors, state)
                continue
            used.add(path.first)
            place = field.place(path, self.loc_by_alias)
            try:
                if mode in _POSITIONAL:
                    output.append(field.validator.validate(item, state))
                elif mode == "keyword_only":
                    named[field.name] = field.validator.validate(item, state)
                elif mode == "var_args":
                    self._items(field, item, output, errors, place, state)
                elif mode == "var_kwargs_uniform":
                    self._entries(field, item, named, errors, place, state)
                else:
                    named.update(field.validator.validate(item, state))
            except ValError as error:
                errors.extend(within_all(error, place))
        if (state.extra or self.extra) == "forbid":
            for key, item in value.items():
                if checked_key(key, errors) and key not in used:
                    errors.append(LineError("extra_forbidden", item, location=[key]))
        if errors:
            raise ValError(errors)
        return tuple(output), named

    def _items(self, field, items, output, errors, place, state):
        if not isinstance(items, (tuple, list, set, frozenset)):
            raise invalid("tuple_type", items)
        for index, item in enumerate(items):
            try:
                output.append(field.validator.validate(item, state))
            except ValError as error:
                errors.extend(within_all(error.within(index), place))

    def _entries(self, field, entries, named, errors, place, state):
        if not isinstance(entries, dict):
            raise invalid("dict_type", entries)
        for key, item in entries.items():
            if not isinstance(key, str):
                errors.append(LineError("invalid_key", key, location=[location_item(key), field.name]))
                continue
            try:
                named[key] = field.validator.validate(item, state)
            except ValError as error:
                errors.extend(within_all(error.within(key), place))

    def _default(self, field, mode, index, value, by_alias, output, named, errors, state):
        if mode == "var_kwargs_unpacked_typed_dict":
            try:
                named.update(field.validator.validate({}, state))
            except ValError as error:
                errors.extend(error.within(field.name).lines)
            return
        if mode.startswith("var_"):
            return
        default = field.validator.default_value(field.name, state)
        if default is not PydanticUndefined:
            if mode == "positional_only" or index is None and mode in _POSITIONAL:
                output.append(default)
            else:
                named[field.name] = default
            return
        kind = {
            "positional_only": "missing_positional_only_argument",
            "positional_or_keyword": "missing_argument",
            "keyword_only": "missing_keyword_only_argument",
        }[mode]
        by_index = mode == "positional_only" and index is not None
        place = [index] if by_index else field.missing_place(by_alias, self.loc_by_alias)
        errors.append(LineError(kind, value, location=place))

    def _of_call(self, value, state):
        args, kwargs = value.args, value.kwargs
        output, named, errors, used = [], {}, [], set()
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        source = None if kwargs is None else DictSource(kwargs)
        plain = [pair for pair in self.fields if not pair[1].startswith("var_")]
        for index, (field, mode) in enumerate(plain):
            has_position = mode in _POSITIONAL and index < len(args)
            path, item = None, MISSING
            if source is not None and mode != "positional_only":
                path, item = field.find(source, by_alias, by_name)
                if item is not MISSING:
                    used.add(path.first)
            if has_position and item is not MISSING:
                errors.append(LineError("multiple_argument_values", item, location=[field.name]))
                continue
            if not has_position and item is MISSING:
                self._default(field, mode, index, value, by_alias, output, named, errors, state)
                continue
            place = [index] if has_position else field.place(path, self.loc_by_alias)
            try:
                if has_position:
                    output.append(field.validator.validate(args[index], state))
                else:
                    named[field.name] = field.validator.validate(item, state)
            except ValError as error:
                errors.extend(within_all(error, place))
        for index in range(self.positional, len(args)):
            if self.var_args is None:
                errors.append(LineError("unexpected_positional_argument", args[index], location=[index]))
                continue
            try:
                output.append(self.var_args.validator.validate(args[index], state))
            except ValError as error:
                errors.extend(error.within(index).lines)
        rest = {}
        for key, item in _keyword_extras(kwargs, used, errors):
            if self.unpacked is not None:
                rest[key] = item
            elif self.var_kwargs is not None:
                try:
                    named[key] = self.var_kwargs.validator.validate(item, state)
                except ValError as error:
                    errors.extend(error.within(key).lines)
            elif (state.extra or self.extra) == "forbid":
                errors.append(LineError("unexpected_keyword_argument", item, location=[key]))
        if self.unpacked is not None:
            try:
                named.update(self.unpacked.validator.validate(rest, state))
            except ValError as error:
                errors.extend(error.lines)
        if errors:
            raise ValError(errors)
        return tuple(output), named


class CallValidator(Validator):
    """Calls a function with valid arguments, and takes its result if that is valid."""

    def __init__(self, schema, config, definitions):
        self.arguments = build(schema["arguments_schema"], config, definitions)
        returned = schema.get("return_schema")
        self.returned = None if returned is None else build(returned, config, definitions)
        self.function = schema["function"]
        name = schema.get("function_name") or getattr(self.function, "__name__", None)
        if name is None:
            # The function within a partial.
            inner = getattr(self.function, "func", None)
            name = "<unknown>" if inner is None else inner.__name__
        self.name = f"call[{name}]"

    def validate(self, value, state):
        found = self.arguments.validate(value, state)
        if isinstance(found, tuple) and len(found) == 2:
            args, kwargs = found
        elif isinstance(found, dict):
            args, kwargs = (), found
        else:
            raise TypeError("Arguments validator should return a tuple of (args, kwargs) or a dict of kwargs")
        result = self.function(*args, **kwargs)
        if self.returned is None:
            return result
        mode, state.mode = state.mode, "python"
        try:
            return self.returned.validate(result, state)
        except ValError as error:
            raise error.within("return") from None
        finally:
            state.mode = mode


builder("arguments")(ArgumentsValidator)
builder("arguments-v3")(ArgumentsV3Validator)
builder("call")(CallValidator)

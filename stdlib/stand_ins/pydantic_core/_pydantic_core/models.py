"""Validators of objects: models, dataclasses and named tuples."""

from .base import STRICT, Validator, build, builder, is_strict, setting
from .choices import checked_class
from .containers import indexed, items_of, length_of, mapping_of
from .errors import (
    LineError,
    PydanticOmit,
    SchemaError,
    ValError,
    invalid,
    location_item,
)
from .fields import (
    MISSING,
    DictSource,
    Field,
    checked_key,
    extra_behavior,
    extras_validator,
    set_default,
    within_all,
)
from .functions import converted
from .markers import ArgsKwargs, PydanticUndefined

_set = object.__setattr__


def new_instance(cls):
    """Makes an instance without calling `__init__`."""
    return cls.__new__(cls)


def revalidates(schema, config):
    """Returns when instances are validated again."""
    found = setting(schema, config, "revalidate_instances", "never")
    if found not in ("always", "never", "subclass-instances"):
        raise SchemaError(f"Invalid revalidate_instances value: {found}")
    return found


class InstanceValidator(Validator):
    """Takes instances of a class, which is validated again as `revalidate` says."""

    def __init__(self, schema, config, definitions):
        self.cls = checked_class(schema["cls"])
        origin = schema.get("generic_origin")
        # Instances of the generic class that a class was made from are validated again.
        self.instances = self.cls if origin is None else (self.cls, origin)
        self.revalidate = revalidates(schema, config)

    def is_taken(self, value):
        """Whether an instance is accepted unchanged."""
        if self.revalidate == "always" or not isinstance(value, self.cls):
            return False
        return self.revalidate == "never" or type(value) is self.cls


class ModelValidator(InstanceValidator):
    """Accepts instances of a model, and values from which one can be made."""

    def __init__(self, schema, config, definitions):
        config = schema.get("config")
        super().__init__(schema, config, definitions)
        self.inner = build(schema["schema"], config, definitions)
        self.name = self.cls.__name__
        self.post_init = schema.get("post_init")
        self.frozen = bool(schema.get("frozen"))
        self.custom_init = bool(schema.get("custom_init"))
        self.is_root = bool(schema.get("root_model"))

    def validate(self, value, state):
        instance = state.self_instance
        if instance is not None:
            state.self_instance = None
            try:
                return self._fill(instance, value, None, state)
            finally:
                state.self_instance = instance
        if state.mode == "python" and isinstance(value, self.instances):
            if self.is_taken(value):
                return value
            given = value.__pydantic_fields_set__
            if self.is_root:
                return self._construct(value.root, given, state)
            fields = value.__dict__
            if value.__pydantic_extra__ is not None:
                fields = {**fields, **value.__pydantic_extra__}
            return self._construct(fields, given, state)
        state.floor(STRICT)
        return self._construct(value, None, state)

    def _construct(self, value, given, state):
        if self.custom_init and isinstance(value, dict):
            try:
                return self.cls(**value)
            except (ValueError, AssertionError) as error:
                raise converted(error, value) from None
        return self._fill(None, value, given, state)

    def _fill(self, instance, value, given, state):
        if self.is_root:
            outer, state.field_name = state.field_name, "root"
            try:
                output = self.inner.validate(value, state)
            finally:
                state.field_name = outer
            if instance is None:
                instance = new_instance(self.cls)
            _set(instance, "__pydantic_fields_set__", set() if value is PydanticUndefined else {"root"})
            _set(instance, "root", output)
        else:
            fields, extra, found = self.inner.validate(value, state)
            if instance is None:
                instance = new_instance(self.cls)
            _set(instance, "__dict__", fields)
            _set(instance, "__pydantic_extra__", extra)
            _set(instance, "__pydantic_private__", None)
            _set(instance, "__pydantic_fields_set__", found if given is None else given)
        if self.post_init is not None:
            try:
                getattr(instance, self.post_init)(state.context)
            except (ValueError, AssertionError) as error:
                raise converted(error, value) from None
        return instance

    def validate_assignment(self, model, name, value, state):
        if self.frozen:
            raise invalid("frozen_instance", value)
        if self.is_root:
            if name != "root":
                raise invalid("no_such_attribute", value, attribute=name).within(name)
            outer, state.field_name = state.field_name, "root"
            try:
                _set(model, "root", self.inner.validate(value, state))
            finally:
                state.field_name = outer
            return model
        fields = dict(model.__dict__)
        if isinstance(model.__pydantic_extra__, dict):
            fields.update(model.__pydantic_extra__)
        fields[name] = value
        fields, extra, given = self.inner.validate_assignment(fields, name, value, state)
        found = getattr(model, "__pydantic_fields_set__", None)
        if isinstance(found, set):
            found.update(given)
        _set(model, "__dict__", fields)
        _set(model, "__pydantic_extra__", extra)
        return model


class DataclassArgsValidator(Validator):
    """Takes the arguments of a dataclass. The result is (fields, arguments of `__post_init__` or None)."""

    def __init__(self, schema, config, definitions):
        options = config or {}
        self.class_name = schema["dataclass_name"]
        self.name = f"dataclass-args[{self.class_name}]"
        self.extra = extra_behavior(schema, config, "ignore")
        self.extras = extras_validator(schema, "extras_schema", self.extra, config, definitions)
        self.fields = []
        for entry in schema["fields"]:
            field = Field(entry["name"], entry, config, definitions, "'")
            if getattr(field.validator, "omits_errors", False):
                raise SchemaError(f"Field `{field.name}`: omit_on_error cannot be used with arguments")
            self.fields.append(field)
        self.positional = sum(not field.options.get("kw_only", True) for field in self.fields)
        self.collects = bool(schema.get("collect_init_only"))
        self.names = {field.name for field in self.fields}
        self.loc_by_alias = options.get("loc_by_alias", True)
        self.validate_by_alias = options.get("validate_by_alias")
        self.validate_by_name = options.get("validate_by_name")

    def _arguments(self, value, state):
        if isinstance(value, dict):
            return None, value
        if state.mode == "python" and isinstance(value, ArgsKwargs):
            return value.args, value.kwargs
        raise invalid("dataclass_type", value, class_name=self.class_name)

    def validate(self, value, state):
        state.partial = False
        args, kwargs = self._arguments(value, state)
        output, init_only, errors, used = {}, [], [], set()
        extra = state.extra or self.extra
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        source = None if kwargs is None else DictSource(kwargs)
        data, before, outer_name = state.data, state.has_field_error, state.field_name
        state.data, state.has_field_error = output, False
        count = 0
        try:
            for index, field in enumerate(self.fields):
                options = field.options
                target = output
                if options.get("init_only"):
                    target = _Collected(init_only, self.collects)
                if options.get("init", True) is False:
                    try:
                        default = field.validator.default_value(field.name, state)
                    except PydanticOmit:
                        continue
                    except ValError as error:
                        errors.extend(error.lines)
                        continue
                    if default is not PydanticUndefined:
                        target[field.name] = default
                        count += 1
                    continue
                by_position = args is not None and not options.get("kw_only", True) and index < len(args)
                path, item = (None, MISSING) if source is None else field.find(source, by_alias, by_name)
                if item is not MISSING:
                    used.add(path.first)
                state.field_name = field.name
                if by_position and item is not MISSING:
                    errors.append(LineError("multiple_argument_values", item, location=[field.name]))
                    continue
                if by_position or item is not MISSING:
                    place = [index] if by_position else field.place(path, self.loc_by_alias)
                    try:
                        target[field.name] = field.validator.validate(args[index] if by_position else item, state)
                        count += 1
                    except ValError as error:
                        state.has_field_error = True
                        errors.extend(within_all(error, place))
                    continue
                place = field.missing_place(by_alias, self.loc_by_alias)
                set_default(field, target, value, place, state, errors)
            if args is not None:
                for index in range(self.positional, len(args)):
                    errors.append(LineError("unexpected_positional_argument", args[index], location=[index]))
            if kwargs is not None and len(kwargs) != len(used):
                self._extra_fields(kwargs, extra, used, output, errors, state)
            state.count_fields(count)
        finally:
            state.data, state.has_field_error, state.field_name = data, before, outer_name
        if errors:
            raise ValError(errors)
        return output, tuple(init_only) if self.collects else None

    def _extra_fields(self, kwargs, extra, used, output, errors, state):
        for key, item in kwargs.items():
            if not checked_key(key, errors) or key in used:
                continue
            if extra == "forbid":
                errors.append(LineError("unexpected_keyword_argument", item, location=[location_item(key)]))
            elif extra == "allow" and key not in self.names:
                try:
                    output[key] = item if self.extras is None else self.extras.validate(item, state)
                except ValError as error:
                    errors.extend(error.within(key).lines)

    def validate_assignment(self, obj, name, value, state):
        if not isinstance(obj, dict):
            raise TypeError(f"'{type(obj).__name__}' object is not an instance of 'dict'")
        field = next((field for field in self.fields if field.name == name), None)
        if field is None:
            if (state.extra or self.extra) != "allow":
                raise invalid("no_such_attribute", value, attribute=name).within(name)
            obj[name] = value
            return obj, None
        if field.frozen:
            raise invalid("frozen_field", value).within(name)
        data, outer_name = state.data, state.field_name
        state.data = {key: item for key, item in obj.items() if key != name}
        state.field_name = name
        try:
            obj[name] = field.validator.validate(value, state)
        except ValError as error:
            raise error.within(name) from None
        finally:
            state.data, state.field_name = data, outer_name
        return obj, None


class _Collected:
    # Receives the values of fields that are only arguments of `__post_init__`.
    __slots__ = ("values", "is_kept")

    def __init__(self, values, is_kept):
        self.values = values
        self.is_kept = is_kept

    def __setitem__(self, name, value):
        if self.is_kept:
            self.values.append(value)


class DataclassValidator(InstanceValidator):
    """Accepts instances of a dataclass, and values from which one can be made."""

    def __init__(self, schema, config, definitions):
        config = schema.get("config")
        super().__init__(schema, config, definitions)
        self.name = schema.get("cls_name") or self.cls.__name__
        self.inner = build(schema["schema"], config, definitions)
        self.strict = is_strict(schema, config)
        self.fields = schema["fields"]
        self.post_init = bool(schema.get("post_init"))
        self.frozen = bool(schema.get("frozen"))
        self.slots = bool(schema.get("slots"))

    def validate(self, value, state):
        instance = state.self_instance
        if instance is not None:
            state.self_instance = None
            try:
                return self._fill(instance, self.inner.validate(value, state), value)
            finally:
                state.self_instance = instance
        if state.mode == "python" and isinstance(value, self.instances):
            if self.is_taken(value):
                return value
            output = self.inner.validate(self._as_dict(value), state)
            return self._fill(new_instance(self.cls), output, value)
        if state.shown_mode == "python" and (self.strict if state.strict is None else state.strict):
            raise invalid("dataclass_exact_type", value, class_name=self.name)
        output = self.inner.validate(value, state)
        state.floor(STRICT)
        return self._fill(new_instance(self.cls), output, value)

    def _as_dict(self, instance):
        return {name: getattr(instance, name) for name in self.fields}

    def _fill(self, instance, output, value):
        fields, arguments = output
        if self.slots:
            for name, item in fields.items():
                _set(instance, name, item)
        else:
            _set(instance, "__dict__", fields)
        if self.post_init:
            try:
                instance.__post_init__(*(arguments or ()))
            except (ValueError, AssertionError) as error:
                raise converted(error, value) from None
        return instance

    def validate_assignment(self, obj, name, value, state):
        if self.frozen:
            raise invalid("frozen_instance", value)
        fields = self._as_dict(obj)
        fields[name] = value
        fields, _ = self.inner.validate_assignment(fields, name, value, state)
        if self.slots:
            _set(obj, name, fields[name])
        else:
            _set(obj, "__dict__", fields)
        return obj


class NamedTupleValidator(Validator):
    """Accepts instances of a named tuple, and values from which one can be made."""

    def __init__(self, schema, config, definitions):
        options = config or {}
        self.cls = checked_class(schema["cls"])
        self.name = schema.get("cls_name") or self.cls.__name__
        self.fields = []
        for entry in schema["fields"]:
            field = Field(entry["name"], entry, config, definitions, "'")
            if getattr(field.validator, "omits_errors", False):
                raise SchemaError(f"Field '{field.name}': 'on_error = omit' cannot be set for named tuple fields")
            self.fields.append(field)
        self.loc_by_alias = options.get("loc_by_alias", True)
        self.validate_by_alias = options.get("validate_by_alias")
        self.validate_by_name = options.get("validate_by_name")

    def validate(self, value, state):
        state.partial = False
        if state.mode == "python" and isinstance(value, self.cls):
            return self._made(self._of_items(value, value, True, state), value)
        try:
            items = items_of(value, "tuple_type", tuple, state, False)
        except ValError:
            try:
                mapping = mapping_of(value, False, state)
            except ValError:
                raise invalid("named_tuple_type", value, class_name=self.name) from None
            output = self._of_mapping(mapping, value, state)
        else:
            output = self._of_items(items, value, False, state)
        state.floor(STRICT)
        return self._made(output, value)

    def _made(self, output, value):
        try:
            return self.cls(*output)
        except (ValueError, AssertionError) as error:
            raise converted(error, value) from None

    def _of_items(self, items, value, has_names, state):
        output, errors = [], []
        source = indexed(items, value)
        outer_name = state.field_name
        for index, field in enumerate(self.fields):
            place = field.name if has_names else index
            _, item = next(source, (0, MISSING))
            if item is MISSING:
                default = field.validator.default_value(place, state)
                if default is not PydanticUndefined:
                    output.append(default)
                else:
                    errors.append(LineError("missing", value, location=[place]))
                continue
            state.field_name = field.name
            try:
                output.append(field.validator.validate(item, state))
            except ValError as error:
                errors.extend(error.within(place).lines)
            finally:
                state.field_name = outer_name
        if next(source, MISSING) is not MISSING:
            raise invalid(
                "too_long",
                value,
                field_type="NamedTuple",
                max_length=len(self.fields),
                actual_length=length_of(items),
            )
        if errors:
            raise ValError(errors)
        return output

    def _of_mapping(self, mapping, value, state):
        output, errors, used = {}, [], set()
        by_alias, by_name = state.lookups(self.validate_by_alias, self.validate_by_name)
        source = DictSource(mapping)
        outer_name = state.field_name
        for field in self.fields:
            path, item = field.find(source, by_alias, by_name)
            if item is MISSING:
                set_default(field, output, value, field.missing_place(by_alias, self.loc_by_alias), state, errors)
                continue
            used.add(path.first)
            state.field_name = field.name
            try:
                output[field.name] = field.validator.validate(item, state)
            except ValError as error:
                errors.extend(within_all(error, field.place(path, self.loc_by_alias)))
            finally:
                state.field_name = outer_name
        for key, item in source.pairs(value):
            if checked_key(key, errors) and key not in used:
                errors.append(LineError("extra_forbidden", item, location=[location_item(key)]))
        if errors:
            raise ValError(errors)
        return output.values()


builder("model")(ModelValidator)
builder("dataclass-args")(DataclassArgsValidator)
builder("dataclass")(DataclassValidator)
builder("named-tuple")(NamedTupleValidator)

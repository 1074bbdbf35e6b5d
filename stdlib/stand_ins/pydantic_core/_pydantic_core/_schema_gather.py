"""Finds the references of a schema, and those that can be replaced by their targets."""


class MissingDefinitionError(LookupError):
    """A reference names a schema that does not exist."""

    def __init__(self, schema_reference, /):
        super().__init__(schema_reference)
        self._schema_reference = schema_reference

    @property
    def schema_reference(self):
        """The name of the schema."""
        return self._schema_reference


# The keys under which a schema of each type has nested schemas: each with its form (`?` optional,
# `!` required, `*` several) and whether they may be missing. Types that are not listed have at most
# `schema`.
_ITEMS = (("items_schema", "?"),)
_ENTRIES = (("keys_schema", "?"), ("values_schema", "?"))
_FIELDS = (("extras_schema", "?"), ("computed_fields", "*?"), ("fields", "values"))
_CHILDREN = {
    "definitions": (("schema", "!"), ("definitions", "*")),
    **dict.fromkeys(("list", "deque", "set", "frozenset", "generator"), _ITEMS),
    "tuple": (("items_schema", "*?"),),
    **dict.fromkeys(("dict", "frozendict", "ordered-dict", "counter"), _ENTRIES),
    "union": (("choices", "choices"),),
    "tagged-union": (("choices", "values"),),
    "chain": (("steps", "*"),),
    "lax-or-strict": (("lax_schema", "!"), ("strict_schema", "!")),
    "json-or-python": (("json_schema", "!"), ("python_schema", "!")),
    "model-fields": _FIELDS,
    "typed-dict": _FIELDS,
    "dataclass-args": (("computed_fields", "*?"), ("fields", "*")),
    "named-tuple": (("fields", "*"),),
    "arguments": (("arguments_schema", "arguments"), ("var_args_schema", "?"), ("var_kwargs_schema", "?")),
    "arguments-v3": (("arguments_schema", "arguments"),),
    "call": (("arguments_schema", "!"), ("return_schema", "?")),
    "computed-field": (("return_schema", "!"),),
    "function-before": (("schema", "?"), ("json_schema_input_schema", "?")),
    "function-plain": (("return_schema", "?"), ("json_schema_input_schema", "?")),
    "function-wrap": (("return_schema", "?"), ("schema", "?"), ("json_schema_input_schema", "?")),
}
_OTHERS = (("schema", "?"),)


def _children(schema, kind):
    """Returns the schemas within a schema, in order."""
    found = []
    for key, how in _CHILDREN.get(kind, _OTHERS):
        if how.endswith("?") and key not in schema:
            continue
        value = schema[key]
        if how in ("?", "!"):
            found.append(value)
        elif how == "values":
            found.extend(value.values())
        elif how == "choices":
            found.extend(choice[0] if isinstance(choice, tuple) else choice for choice in value)
        elif how == "arguments":
            found.extend(parameter["schema"] for parameter in value)
        else:
            found.extend(value)
    return found


def gather_schemas_for_cleaning(schema, definitions):
    """Returns the references of a schema, and the schemas whose discriminator is applied later.

    A reference that is met once has its own schema, by which it can be replaced; one that is met again has None. A
    schema object that is met again is not walked again: what was met within it counts as met twice. Raises
    MissingDefinitionError for a reference to nothing.
    """
    references, deferred = {}, []
    spans = {}  # for each schema's id, the start and end of its references in `met`
    met = []
    steps = [(schema, None)]
    while steps:
        schema, is_left = steps.pop()
        if is_left is not None:
            if is_left:
                metadata = schema.get("metadata")
                if metadata is not None and "pydantic_internal_union_discriminator" in metadata:
                    deferred.append(schema)
            spans[id(schema)][1] = len(met)
            continue
        span = spans.get(id(schema))
        if span is not None:
            start, end = span
            for name in met[start : len(met) if end is None else end]:
                references[name] = None
            continue
        spans[id(schema)] = [len(met), None]
        kind = schema["type"]
        if not isinstance(kind, str):
            raise TypeError(f"'{type(kind).__name__}' object is not an instance of 'str'")
        children, has_metadata = [], True
        if kind == "definition-ref":
            name = schema["schema_ref"]
            met.append(name)
            if name in references:
                references[name] = None
                has_metadata = False
            else:
                definition = definitions.get(name)
                if definition is None:
                    raise MissingDefinitionError(name)
                references[name] = schema
                children.append(definition)
        else:
            children = _children(schema, kind)
        if has_metadata and "serialization" in schema:
            children.append(schema["serialization"])
        steps.append((schema, has_metadata))
        steps.extend((child, None) for child in reversed(children))
    return references, deferred

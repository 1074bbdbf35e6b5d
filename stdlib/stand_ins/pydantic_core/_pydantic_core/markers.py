"""Values that stand for themselves: no value, the arguments of a call, and a result that was found."""

MODULE = "pydantic_core._pydantic_core"


class PydanticUndefinedType:
    """The class of `PydanticUndefined`, which says that there is no value where `None` may be one."""

    __module__ = MODULE
    __slots__ = ()

    def __new__(cls):
        raise NotImplementedError('Creating instances of "UndefinedType" is not supported')

    @staticmethod
    def new():
        """Returns the only instance."""
        return PydanticUndefined

    def __repr__(self):
        return "PydanticUndefined"

    def __copy__(self):
        return self

    def __deepcopy__(self, _memo, /):
        return self

    def __reduce__(self):
        return "PydanticUndefined"


PydanticUndefined = object.__new__(PydanticUndefinedType)


class ArgsKwargs:
    """Positional and keyword arguments of a call that is to be validated."""

    __module__ = MODULE
    __slots__ = ("args", "kwargs")
    __hash__ = None

    def __init__(self, args, kwargs=None):
        if not isinstance(args, tuple):
            raise TypeError(f"argument 'args': '{type(args).__name__}' object is not an instance of 'tuple'")
        if kwargs is not None and not isinstance(kwargs, dict):
            raise TypeError(f"argument 'kwargs': '{type(kwargs).__name__}' object is not an instance of 'dict'")
        self.args = args
        self.kwargs = kwargs or None

    def __eq__(self, other):
        if not isinstance(other, ArgsKwargs):
            return NotImplemented
        return self.args == other.args and self.kwargs == other.kwargs

    def __repr__(self):
        if self.kwargs is None:
            return f"ArgsKwargs({self.args!r})"
        return f"ArgsKwargs({self.args!r}, {self.kwargs!r})"


class Some:
    """A value that was found, which may be `None`."""

    __module__ = MODULE
    __slots__ = ("_value",)
    __match_args__ = ("value",)

    def __init__(self, value):
        self._value = value

    @property
    def value(self):
        """The value."""
        return self._value

    def __repr__(self):
        return f"Some({self._value!r})"

    def __class_getitem__(cls, _item, /):
        return cls


_NOTHING = object()


def missing_sentinel():
    """Returns the package's `MISSING`, or an object that no value is where the package has none (before 2.12)."""
    import pydantic_core

    return getattr(pydantic_core, "MISSING", _NOTHING)

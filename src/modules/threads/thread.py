def start_new_thread(function, args, kwargs={}, /):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    return start_joinable_thread(lambda: function(*args, **kwargs)).ident


start_new = start_new_thread


class _local:
    """Thread-local data"""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        object.__setattr__(self, "_spaces", {get_ident(): {}})
        object.__setattr__(self, "_args", (args, kwargs))
        return self

    def __getattribute__(self, name):
        space = _space(self)
        if name == "__dict__":
            return space
        if name in space:
            return space[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        if name == "__dict__":
            raise AttributeError(
                f"{type(self).__name__!r} object attribute '__dict__' is read-only")
        _space(self)[name] = value

    def __delattr__(self, name):
        try:
            del _space(self)[name]
        except KeyError:
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute {name!r}") from None


def _space(local):
    """The attributes that the running thread sees."""
    spaces = object.__getattribute__(local, "_spaces")
    space = spaces.get(get_ident())
    if space is None:
        space = spaces[get_ident()] = {}
        args, kwargs = object.__getattribute__(local, "_args")
        type(local).__init__(local, *args, **kwargs)
    return space

"""Proxies, and what the library's collections of weak references need."""


def _remove_dead_weakref(dct, key, /):
    """Remove a key from a dict, if its value is a weak reference to an object that is gone."""
    found = dct.get(key)
    if isinstance(found, ref) and found() is None:
        del dct[key]


def _forward(name):
    """A special method that asks the object a proxy stands for."""
    def method(self, *args):
        return getattr(_target(self), name)(*args)
    method.__name__ = name
    return method


def _target(self):
    target = object.__getattribute__(self, "_ref")()
    if target is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return target


class ProxyType:
    """A weak reference that behaves as the object it refers to."""

    __module__ = "weakref"

    __slots__ = ("_ref", "__weakref__")

    def __new__(cls, object_, callback=None):
        self = object.__new__(cls)
        forward = None if callback is None else (lambda dead: callback(self))
        object.__setattr__(self, "_ref", ref(object_, forward))
        return self

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        target = _target(self)
        return "<weakproxy at %#x to %s at %#x>" % (id(self), type(target).__name__, id(target))

    def __str__(self):
        return str(_target(self))

    def __bool__(self):
        return bool(_target(self))

    def __eq__(self, other):
        other = _target(other) if type(other) in (ProxyType, CallableProxyType) else other
        return _target(self) == other

    __hash__ = None


for _name in ("len getitem setitem delitem contains iter next reversed add radd iadd sub rsub isub mul rmul imul "
              "truediv rtruediv floordiv rfloordiv mod rmod pow rpow lshift rlshift rshift rrshift and rand or ror "
              "xor rxor neg pos abs invert int float index lt le gt ge format enter exit").split():
    setattr(ProxyType, f"__{_name}__", _forward(f"__{_name}__"))
del _name


class CallableProxyType(ProxyType):
    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)


def proxy(object, callback=None, /):
    """Create a proxy object that weakly references 'object'."""
    return (CallableProxyType if callable(object) else ProxyType)(object, callback)

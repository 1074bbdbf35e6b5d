"""Proxies, and helpers of the library's weak collections."""

import operator as _operator


def _remove_dead_weakref(dct, key, /):
    """Remove a key from a dict, if its value is a weak reference to an object that is gone."""
    found = dct.get(key)
    if isinstance(found, ref) and found() is None:
        del dct[key]


class _ProxyReference(ref):
    """The reference of a proxy, which knows its proxy."""

    __slots__ = ("proxy",)


def _target(proxy):
    target = object.__getattribute__(proxy, "_reference")()
    if target is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return target


def _resolved(value):
    """The object that a proxy refers to; any other value unchanged."""
    return _target(value) if type(value) in (ProxyType, CallableProxyType) else value


def _forward(name, operation):
    """A special method by which a proxy passes an operation on."""
    def method(self, *args):
        return operation(_target(self), *map(_resolved, args))
    method.__name__ = name
    return method


def _reflect(name, operation):
    """The reflected form of an operator."""
    def method(self, other):
        return operation(_resolved(other), _target(self))
    method.__name__ = name
    return method


class ProxyType:
    """A weak reference that behaves as the object it refers to."""

    __module__ = "weakref"

    __slots__ = ("_reference", "__weakref__")

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create 'weakref.{cls.__name__}' instances")

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        target = object.__getattribute__(self, "_reference")()
        if target is None:
            return "<weakproxy at %#x; dead>" % id(self)
        cls = type(target)
        where = "" if cls.__module__ in ("builtins", "__main__") else cls.__module__ + "."
        return "<weakproxy at %#x; to '%s%s' at %#x>" % (id(self), where, cls.__qualname__, id(target))

    def __next__(self):
        target = _target(self)
        if not hasattr(type(target), "__next__"):
            name = type(target).__name__
            raise TypeError(f"Weakref proxy referenced a non-iterator '{name}' object")
        return next(target)

    def __bytes__(self):
        return _target(self).__bytes__()

    __hash__ = None


for _name in "add sub mul matmul truediv floordiv mod pow lshift rshift and or xor".split():
    _operation = getattr(_operator, f"__{_name}__")
    setattr(ProxyType, f"__{_name}__", _forward(f"__{_name}__", _operation))
    setattr(ProxyType, f"__r{_name}__", _reflect(f"__r{_name}__", _operation))
    _operation = getattr(_operator, f"__i{_name}__")
    setattr(ProxyType, f"__i{_name}__", _forward(f"__i{_name}__", _operation))
for _name in "getitem setitem delitem contains neg pos abs invert index lt le eq ne gt ge".split():
    setattr(ProxyType, f"__{_name}__", _forward(f"__{_name}__", getattr(_operator, f"__{_name}__")))
for _name, _operation in [
    ("str", str), ("bool", bool), ("len", len), ("iter", iter), ("reversed", lambda target: target.__reversed__()), ("int", int),
    ("float", float), ("divmod", divmod), ("format", format),
]:
    setattr(ProxyType, f"__{_name}__", _forward(f"__{_name}__", _operation))
ProxyType.__rdivmod__ = _reflect("__rdivmod__", divmod)
del _name, _operation


class CallableProxyType(ProxyType):
    __module__ = "weakref"

    __slots__ = ()

    def __call__(self, /, *args, **kwargs):
        return _target(self)(*args, **kwargs)


def _own_proxy(reference):
    """The proxy of a reference, if it is one and is alive."""
    return reference.proxy() if type(reference) is _ProxyReference else None


def proxy(object, callback=None, /):
    """Create a proxy object that weakly references 'object'.

    'callback', if given, is called with a reference to the
    proxy when 'object' is about to be finalized."""
    if callback is None:
        for reference in _references(object):
            known = _own_proxy(reference)
            if known is not None and reference.__callback__ is None:
                return known
        reference = _ProxyReference(object)
    else:
        reference = _ProxyReference(object, lambda dead: callback(dead.proxy()))
    made = _new(CallableProxyType if callable(object) else ProxyType)
    _set(made, "_reference", reference)
    reference.proxy = ref(made)
    return made


_new, _set, _references = object.__new__, object.__setattr__, getweakrefs


def getweakrefs(object, /):
    """Return a list of all weak reference objects pointing to 'object'."""
    found = []
    for reference in _references(object):
        known = _own_proxy(reference)
        found.append(reference if known is None else known)
    return found


__import__("_types")._built_in(globals(), "getweakrefs", "proxy")
__import__("_types")._class_of_c(ProxyType, CallableProxyType, final=True)

"""The built-in types that have no built-in names, and `types.SimpleNamespace`."""

import sys as _sys


def _function():
    pass


def _generator():
    yield


async def _coroutine():
    pass


async def _async_generator():
    yield


class _Class:
    __slots__ = ("member",)

    def method(self):
        return lambda: self


FunctionType = LambdaType = type(_function)
CodeType = type(_function.__code__)
MappingProxyType = type(type.__dict__)
CellType = type(_Class().method().__closure__[0])
GeneratorType = type(_generator())
_suspended = _coroutine()
CoroutineType = type(_suspended)
_suspended.close()
AsyncGeneratorType = type(_async_generator())
MethodType = type(_Class().method)
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])
ModuleType = type(_sys)
GetSetDescriptorType = type(FunctionType.__code__)
MemberDescriptorType = type(_Class.member)
GenericAlias = type(list[int])
UnionType = type(int | str)
EllipsisType = type(Ellipsis)
NoneType = type(None)
NotImplementedType = type(NotImplemented)

try:
    raise TypeError
except TypeError as _error:
    TracebackType = type(_error.__traceback__)
    FrameType = type(_error.__traceback__.tb_frame)

del _function, _generator, _coroutine, _async_generator, _Class, _suspended


class SimpleNamespace:
    """A simple attribute-based namespace."""

    __module__ = "types"
    __slots__ = ("__dict__",)

    def __init__(self, /, *args, **kwargs):
        if args:
            if len(args) > 1:
                raise TypeError(f"{type(self).__name__} expected at most 1 argument, got {len(args)}")
            given = dict(args[0])
            if not all(isinstance(name, str) for name in given):
                raise TypeError("keywords must be strings")
            self.__dict__.update(given)
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        if id(self) in _shown:
            return f"{name}(...)"
        _shown.add(id(self))
        try:
            items = ", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])
        finally:
            _shown.discard(id(self))
        return f"{name}({items})"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __reduce__(self, /):
        """Return state information for pickling"""
        return type(self), (), self.__dict__

    def __replace__(self, /, **kwargs):
        new = type(self)(**self.__dict__)
        new.__dict__.update(kwargs)
        return new


_shown = set()
_class_of_c(SimpleNamespace)

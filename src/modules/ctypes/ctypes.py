import os as _os
import sys as _sys

import _ctypes
from _ctypes import (
    POINTER, ArgumentError, Array, Structure, Union, _Pointer, _SimpleCData, addressof, alignment, byref, c_bool, c_byte, c_char,
    c_char_p, c_double, c_float, c_int, c_int8, c_int16, c_int32, c_int64, c_long, c_longdouble, c_longlong, c_short, c_size_t, c_ssize_t,
    c_time_t, c_ubyte, c_uint, c_uint8, c_uint16, c_uint32, c_uint64, c_ulong, c_ulonglong, c_ushort, c_void_p, c_voidp, c_wchar,
    c_wchar_p, get_errno, pointer, py_object, resize, set_errno, sizeof,
)
from _ctypes import CFuncPtr as _CFuncPtr

__version__ = "1.1.0"
DEFAULT_MODE = RTLD_LOCAL = 0
RTLD_GLOBAL = 256


class _Big(type(Structure)):
    _order = ">"


class _BigUnion(type(Union)):
    _order = ">"


class _Little(type(Structure)):
    _order = "<"


class _LittleUnion(type(Union)):
    _order = "<"


if _sys.byteorder == "little":
    LittleEndianStructure, LittleEndianUnion = Structure, Union

    class BigEndianStructure(Structure, metaclass=_Big):
        """Structure with big endian byte order"""

    class BigEndianUnion(Union, metaclass=_BigUnion):
        """Union with big endian byte order"""
else:
    BigEndianStructure, BigEndianUnion = Structure, Union

    class LittleEndianStructure(Structure, metaclass=_Little):
        """Structure with little endian byte order"""

    class LittleEndianUnion(Union, metaclass=_LittleUnion):
        """Union with little endian byte order"""


_function_types = {}


def _function_type(flags, result, arguments):
    key = result, arguments, flags
    if key not in _function_types:
        class CFunctionType(_CFuncPtr):
            _argtypes_, _restype_, _flags_ = arguments, result, flags

        _function_types[key] = CFunctionType
    return _function_types[key]


def CFUNCTYPE(restype, *argtypes, use_errno=False, use_last_error=False):
    """CFUNCTYPE(restype, *argtypes, use_errno=False, use_last_error=False) -> function prototype.

    The type of C functions with this result and these arguments. Called with a callable it makes a
    function that C code can call, with an address or (name, library) one that calls C code.
    """
    return _function_type(_flags(use_errno, use_last_error), restype, argtypes)


def PYFUNCTYPE(restype, *argtypes):
    """As CFUNCTYPE, for functions that use CPython's C interface."""
    return _function_type(_ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI, restype, argtypes)


def _flags(use_errno, use_last_error):
    flags = _ctypes.FUNCFLAG_CDECL
    if use_errno:
        flags |= _ctypes.FUNCFLAG_USE_ERRNO
    if use_last_error:
        flags |= _ctypes.FUNCFLAG_USE_LASTERROR
    return flags


def create_string_buffer(init, size=None):
    """A mutable array of c_char."""
    if isinstance(init, bytes):
        made = (c_char * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_char * init)()
    raise TypeError(init)


c_buffer = create_string_buffer


def create_unicode_buffer(init, size=None):
    """A mutable array of c_wchar."""
    if isinstance(init, str):
        made = (c_wchar * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_wchar * init)()
    raise TypeError(init)


def SetPointerType(pointer, cls):
    """Gives a pointer type for an unknown type its type."""
    pointer.set_type(cls)


def ARRAY(typ, len):
    return typ * len


def _own(thing, size):
    """The memory of an argument that is an array or a structure of at least this size."""
    if isinstance(thing, _ctypes._ByRef) and not thing._offset:
        thing = thing._obj
    elif not isinstance(thing, (Array, Structure)):
        return None
    return thing._memory if size <= len(thing._memory) else None


def _at(thing):
    """The address given by an argument, and the object that keeps it alive."""
    if isinstance(thing, int):
        return thing, None
    return _ctypes._argument(thing, 1)


def memmove(dst, src, count):
    """memmove(dst, src, count) -> dst

    Copies bytes from one place to another.
    """
    data = string_at(src, count) if not isinstance(src, bytes) or count > len(src) else src[:count]
    if (memory := _own(dst, count)) is not None:
        memory[:count] = data
    else:
        _ctypes._write(_at(dst)[0], data)
    return addressof(dst) if isinstance(dst, (Array, Structure)) else _at(dst)[0]


def memset(dst, c, count):
    """memset(dst, c, count) -> dst

    Fills memory with a byte.
    """
    return memmove(dst, bytes([c & 255]) * count, count)


def string_at(ptr, size=-1):
    """string_at(ptr[, size]) -> string

    Return the byte string at void *ptr.
    """
    if (memory := _own(ptr, size)) is not None:
        data = bytes(memory)
        if size >= 0 or b"\0" in data:
            return data.partition(b"\0")[0] if size < 0 else data[:size]
    address, _kept = _at(ptr)
    return _ctypes._text_at(address, 1) if size < 0 else _ctypes._read(address, size)


def wstring_at(ptr, size=-1):
    """wstring_at(ptr[, size]) -> string

    Return the wide-character string at void *ptr.
    """
    address, _kept = _at(ptr)
    data = _ctypes._text_at(address, 4) if size < 0 else _ctypes._read(address, 4 * size)
    return data.decode(_ctypes._WIDE)


def cast(obj, typ):
    """Cast a C instance or address to another pointer type."""
    if not isinstance(typ, type) or not issubclass(typ, (_Pointer, _CFuncPtr, _SimpleCData)) or issubclass(typ, _SimpleCData) \
            and typ._type_ not in "PzZ":
        raise TypeError(f"cast() argument 2 must be a pointer, not {typ.__name__}")
    if isinstance(obj, int):
        address, kept = obj, None
    else:
        try:
            address, kept = _ctypes._argument(obj, 1)
        except TypeError:
            raise ArgumentError("argument 1: TypeError: wrong type") from None
    made = typ()
    made._point(address)
    # The target lives as long as the pointer.
    made._kept["cast"] = obj, kept
    return made


class CDLL:
    """A shared library whose functions use the C calling convention.

    `library.name` and `library["name"]` are its functions, which return C ints unless their
    `restype` says otherwise.
    """

    _func_flags_ = _ctypes.FUNCFLAG_CDECL
    _func_restype_ = c_int
    _name, _handle, _FuncPtr = "<uninitialized>", 0, None

    def __init__(self, name, mode=DEFAULT_MODE, handle=None, use_errno=False, use_last_error=False, winmode=None):
        if name:
            name = _os.fspath(name)
        self._name = name

        class _FuncPtr(_CFuncPtr):
            _flags_ = self._func_flags_ | _flags(use_errno, use_last_error)
            _restype_ = self._func_restype_

        self._FuncPtr = _FuncPtr
        self._handle = _ctypes.dlopen(name or None, mode | 2) if handle is None else handle

    def __repr__(self):
        return f"<{type(self).__name__} '{self._name}', handle {self._handle:x} at {id(self):#x}>"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        function = self[name]
        setattr(self, name, function)
        return function

    def __getitem__(self, name_or_ordinal):
        return self._FuncPtr((name_or_ordinal, self))


class PyDLL(CDLL):
    """A shared library that uses CPython's C interface: none can be loaded."""

    def __init__(self, name, *args, **kwargs):
        raise OSError(f"{name or 'the program itself'}: Hob does not have CPython's C interface")


class LibraryLoader:
    def __init__(self, dlltype):
        self._dlltype = dlltype

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        library = self._dlltype(name)
        setattr(self, name, library)
        return library

    def __getitem__(self, name):
        return getattr(self, name)

    def LoadLibrary(self, name):
        return self._dlltype(name)


cdll, pydll = LibraryLoader(CDLL), LibraryLoader(PyDLL)


def __getattr__(name):
    if name == "pythonapi":
        raise AttributeError("module 'ctypes' has no attribute 'pythonapi': Hob does not have CPython's C interface")
    raise AttributeError(f"module 'ctypes' has no attribute {name!r}")



FUNCFLAG_STDCALL, FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR = 0, 1, 4, 8, 16


def _bits(data):
    """The form in which a function receives data: an int for most registers, a float for the others."""
    if isinstance(data, _ByRef):
        return _place(data._obj._memory) + data._offset
    if isinstance(data, Array):
        return _place(data._memory)
    if isinstance(data, (_Pointer, CFuncPtr)):
        return data._pointed()
    if isinstance(data, _SimpleCData) and data._type_ not in "gO":
        if data._type_ in "fd":
            raw = bytes(data._memory)
            return _struct.unpack("d", raw + bytes(8 - len(raw)))[0]
        number = data._pointed() if data._type_ in "zZPcu" else data._number()
        return number - (1 << 64) if number >> 63 == 1 else number
    raise NotImplementedError(f"{type(data).__name__} cannot be passed to C functions by value")


def _argument(value, place):
    """A value as an argument without a declared type, and the object that must stay alive during the call."""
    if value is None:
        return 0, None
    if isinstance(value, (_CData, _ByRef)):
        return _bits(value), value
    if isinstance(value, int):
        if not -1 << 63 <= value < 1 << 64:
            raise OverflowError("int too long to convert")
        return value & 0xFFFFFFFF, None
    if isinstance(value, (bytes, str)):
        return _string(value)
    if hasattr(value, "_as_parameter_"):
        return _argument(value._as_parameter_, place)
    raise TypeError(f"Don't know how to convert parameter {place}")


def _result(kind, bits):
    """A result, from the bits of its register."""
    if kind is None:
        return None
    if not isinstance(kind, _CDataType):
        return kind((bits & 0xFFFFFFFF ^ 1 << 31) - (1 << 31))
    made = kind()
    made._memory[:] = (bits & (1 << 8 * kind._size) - 1).to_bytes(kind._size, _sys.byteorder)
    return made._fetch()


def _has_register(kind):
    return kind is None or not isinstance(kind, _CDataType) or isinstance(kind, (_SimpleType, _PointerType, _FunctionType)) \
        and getattr(kind, "_type_", "") not in ("g", "O")


class _FunctionType(_CDataType):
    pass


class CFuncPtr(_CData, metaclass=_FunctionType):
    """A C function, or one of the program that C code can call."""

    _size = _align = _struct.calcsize("N")
    _flags_, _argtypes_, _restype_, _errcheck = FUNCFLAG_CDECL, None, None, None

    def __init__(self, target=None, flags=None):
        if flags is not None:
            raise NotImplementedError("ctypes: flags of parameters are not supported")
        if isinstance(target, tuple):
            name, library = target
            try:
                self._point(dlsym(library._handle, name), library)
            except PermissionError:
                raise
            except OSError as error:
                raise AttributeError(str(error)) from None
            self.__name__ = name
        elif isinstance(target, int):
            self._point(target)
        elif callable(target):
            self._callback(target)
        elif target is not None:
            raise TypeError("argument must be callable or integer function address")

    argtypes = property(lambda self: self._argtypes_)
    restype = property(lambda self: self._restype_)
    errcheck = property(lambda self: self._errcheck)

    @argtypes.setter
    def argtypes(self, kinds):
        kinds = None if kinds is None else tuple(kinds)
        for place, kind in enumerate(kinds or (), 1):
            if not hasattr(kind, "from_param"):
                raise TypeError(f"item {place} in _argtypes_ has no from_param method")
        self._argtypes_ = kinds

    @restype.setter
    def restype(self, kind):
        if kind is not None and not isinstance(kind, _CDataType) and not callable(kind):
            raise TypeError("restype must be a type, a callable, or None")
        self._restype_ = kind

    @errcheck.setter
    def errcheck(self, check):
        if not callable(check):
            raise TypeError("the errcheck attribute must be callable")
        self._errcheck = check

    def _callback(self, function):
        kinds, result = self._argtypes_ or (), self._restype_
        for kind in (*kinds, result):
            if not _has_register(kind) or kind is not result and not isinstance(kind, _CDataType):
                raise TypeError("invalid result type for callback function" if kind is result else
                                f"{kind.__name__} cannot be passed to a callback by value")

        def entry(*bits):
            value = function(*map(_result, kinds, bits))
            if result is None:
                return 0
            data = result()
            data._assign(value)
            raw = bytes(data._memory)
            number = _bits(data)
            if isinstance(number, float):
                number = int.from_bytes(raw, _sys.byteorder)
            return (number & (1 << 64) - 1 ^ 1 << 63) - (1 << 63)

        entry.__qualname__ = getattr(function, "__qualname__", "function")
        letters = "".join("f" if getattr(kind, "_type_", "") in ("f", "d") else "i" for kind in kinds)
        try:
            native = _Callback(entry, letters, getattr(result, "_type_", "") in ("f", "d"))
        except PermissionError:
            # Without C libraries its address is not needed.
            self._kept[0] = 0, (function, None)
        else:
            self._point(native.address, (function, native))

    def __call__(self, *args):
        kept = self._target()
        if isinstance(kept, tuple) and kept[1] is None:
            return kept[0](*args)
        address = self._pointed()
        if not address:
            raise ValueError("NULL pointer access" if self._kept else "attempt to call a NULL function pointer")
        kinds = self._argtypes_
        if kinds is not None and (len(args) < len(kinds) or len(args) > len(kinds) and not self._flags_ & FUNCFLAG_CDECL):
            few = "at least " if self._flags_ & FUNCFLAG_CDECL else ""
            raise TypeError(f"this function takes {few}{len(kinds)} argument{'s' * (len(kinds) != 1)} ({len(args)} given)")
        words, alive = [], []
        for place, value in enumerate(args, 1):
            try:
                if kinds is not None and place <= len(kinds):
                    value = kinds[place - 1].from_param(value)
                word, kept = _argument(value, place)
            except (TypeError, ValueError, OverflowError) as error:
                raise ArgumentError(f"argument {place}: {type(error).__name__}: {error}") from None
            words.append(word if isinstance(word, float) else (word & (1 << 64) - 1 ^ 1 << 63) - (1 << 63))
            alive += value, kept
        kind = self._restype_
        if not _has_register(kind):
            raise NotImplementedError(f"C functions that return {kind.__name__} cannot be called")
        floating = getattr(kind, "_type_", "") in ("f", "d")
        global _errno
        bits, error = _call(address, floating, _errno if self._flags_ & FUNCFLAG_USE_ERRNO else 0, *words)
        if self._flags_ & FUNCFLAG_USE_ERRNO:
            _errno = error
        result = _result(kind, bits)
        if hasattr(kind, "_check_retval_"):
            result = kind._check_retval_(result)
        return result if self._errcheck is None else self._errcheck(result, self, args)

    def __bool__(self):
        return self._pointed() != 0 or self._target() is not None

    def __repr__(self):
        return object.__repr__(self)

import marshal as _marshal
import sys as _sys

CHAR_MIN, CHAR_MAX, UCHAR_MAX = -2**7, 2**7 - 1, 2**8 - 1
SHRT_MIN, SHRT_MAX, USHRT_MAX = -2**15, 2**15 - 1, 2**16 - 1
INT_MIN, INT_MAX, UINT_MAX = -2**31, 2**31 - 1, 2**32 - 1
LONG_MIN, LONG_MAX, ULONG_MAX = -2**63, 2**63 - 1, 2**64 - 1
LLONG_MIN, LLONG_MAX, ULLONG_MAX = LONG_MIN, LONG_MAX, ULONG_MAX
PY_SSIZE_T_MIN, PY_SSIZE_T_MAX, SIZE_MAX = -_sys.maxsize - 1, _sys.maxsize, 2 * _sys.maxsize + 1
FLT_MIN, FLT_MAX = 1.1754943508222875e-38, 3.4028234663852886e+38
DBL_MIN, DBL_MAX = _sys.float_info.min, _sys.float_info.max
SIZEOF_WCHAR_T = SIZEOF_PID_T = 4
# Objects nested this deep are too deep for any native code.
Py_C_RECURSION_LIMIT = 10_000


def exception_print(exc, legacy=False, /):
    """Show an exception as the interpreter shows one that nothing catches."""
    if not isinstance(exc, BaseException):
        print(f"TypeError: print_exception(): Exception expected for value, {type(exc).__name__} found", file=_sys.stderr)
    else:
        _sys.__excepthook__(type(exc), exc, exc.__traceback__)


def raise_exception(cls, count, /):
    raise cls(*range(count))


def raise_memoryerror():
    raise MemoryError


def pymarshal_write_object_to_file(obj, filename, version, /):
    with open(filename, "wb") as file:
        _marshal.dump(obj, file, version)


def pymarshal_write_long_to_file(value, filename, version, /):
    with open(filename, "wb") as file:
        file.write((value & 0xffffffff).to_bytes(4, "little"))


def _read(filename, size):
    with open(filename, "rb") as file:
        data = file.read(size)
    if len(data) < size:
        raise EOFError("EOF read where data expected")
    return int.from_bytes(data, "little", signed=True), size


def pymarshal_read_short_from_file(filename, /):
    return _read(filename, 2)


def pymarshal_read_long_from_file(filename, /):
    return _read(filename, 4)


def pymarshal_read_object_from_file(filename, /):
    with open(filename, "rb") as file:
        obj = _marshal.load(file)
        return obj, file.tell()


pymarshal_read_last_object_from_file = pymarshal_read_object_from_file


class awaitType:
    """Awaits what it was made with, by a slot."""

    def __init__(self, awaited, /):
        self._awaited = awaited

    def __await__(self):
        return self._awaited


class testBuf:
    """Exports four bytes, and counts who views them."""

    def __init__(self):
        self.references = 0
        self._data = bytearray(b"test")

    def __buffer__(self, flags, /):
        view = self._data.__buffer__(flags)
        self.references += 1
        return view

    def __release_buffer__(self, view, /):
        self._data.__release_buffer__(view)
        self.references -= 1


class RecursingInfinitelyError(Exception):
    def __init__(self):
        type(self)()


def bad_get(self, obj, cls, /):
    cls()
    return repr(self)


def make_exception_with_doc(name, doc=None, base=None, dict=None):
    """Make a class of exceptions as extension modules do."""
    module, dot, last = name.rpartition(".")
    if not dot:
        raise SystemError("PyErr_NewException: name must be module.class")
    bases = (Exception,) if base is None else base if isinstance(base, tuple) else (base,)
    contents = {"__module__": module, **(dict or {})}
    if doc is not None:
        contents["__doc__"] = doc
    return type(last, bases, contents)


def check_pyimport_addmodule(name, /):
    """The module of a name; a new one if there is none yet."""
    module = _sys.modules.get(name)
    if not isinstance(module, type(_sys)):
        module = _sys.modules[name] = type(_sys)(name)
    return module


def frame_getlocals(frame, /):
    return frame.f_locals


def frame_getglobals(frame, /):
    return frame.f_globals


def frame_getbuiltins(frame, /):
    return frame.f_builtins


def frame_getlasti(frame, /):
    return frame.f_lasti


def frame_getvar(frame, name, /):
    if not isinstance(name, str):
        raise TypeError(f"name must be str, not {type(name).__name__}")
    try:
        return frame.f_locals[name]
    except KeyError:
        raise NameError(f"variable {name!r} does not exist", name=name) from None


def frame_getvarstring(frame, name, /):
    return frame_getvar(frame, name.decode())

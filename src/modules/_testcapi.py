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

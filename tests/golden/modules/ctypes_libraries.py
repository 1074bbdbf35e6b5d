# Functions of the C library, through ctypes.
import ctypes
import ctypes.util
from ctypes import (
    CDLL, CFUNCTYPE, POINTER, BigEndianStructure, Structure, addressof, byref, c_char, c_char_p, c_double, c_float, c_int, c_long, c_size_t, c_uint8,
    c_uint16, c_uint32, c_ushort, c_void_p, c_wchar_p, cast, create_string_buffer, get_errno, memmove, memset, pointer, resize, sizeof, string_at,
)
import os


def attempt(name, function):
    try:
        print(name, function())
    except Exception as error:
        print(name, type(error).__name__, error)


print("find_library", ctypes.util.find_library("c") is not None, ctypes.util.find_library("nothing-like-this"))
libc, libm = CDLL(ctypes.util.find_library("c"), use_errno=True), CDLL(ctypes.util.find_library("m"))
print("ints", libc.strlen(b"hello"), libc.abs(-5), CDLL(None).getpid() == os.getpid())
libm.pow.restype, libm.pow.argtypes = c_double, [c_double, c_double]
print("doubles", libm.pow(2, 10), libm.pow(2.0, 0.5))
libm.sqrtf.restype, libm.sqrtf.argtypes = c_float, [c_float]
print("floats", libm.sqrtf(2))
text = create_string_buffer(60)
print("variadic", libc.snprintf(text, 60, b"%d-%s-%g-%ld", 7, b"text", c_double(1.5), c_long(-3)), text.value)
libc.snprintf(text, 60, b"%d %d %d %d %d %d %d %d", 1, 2, 3, 4, 5, 6, 7, 8)
print("arguments on the stack", text.value)
libc.getenv.restype = c_char_p
libc.setenv(b"HOB_TEST_VARIABLE", b"value", 1)
print("text", libc.getenv(b"HOB_TEST_VARIABLE"), libc.getenv(b"HOB_TEST_NOTHING"))
print("errno", libc.open(b"/nonexistent", 0), os.strerror(get_errno()))

Compare = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
numbers = (c_int * 6)(5, 2, 9, -1, 7, 0)
libc.qsort(numbers, len(numbers), sizeof(c_int), Compare(lambda a, b: a[0] - b[0]))
print("callback", list(numbers))
double = CFUNCTYPE(c_double, c_double, c_int)
function = double(lambda x, n: x * n)
print("a callback by its address", function(1.5, 4), double(cast(function, c_void_p).value)(2.5, 2))


class Time(Structure):
    _fields_ = [(name, c_int) for name in "sec min hour mday mon year wday yday isdst".split()] + [("offset", c_long), ("zone", c_char_p)]


time = Time()
libc.gmtime_r(byref(c_long(86400 * 365)), byref(time))
print("structure", time.year, time.mon, time.mday, time.zone)
libc.localtime.restype = POINTER(Time)
print("returned structure", libc.localtime(byref(c_long(86400 * 400))).contents.year)

libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = c_void_p, [c_size_t], [c_void_p]
memory = libc.malloc(16)
memset(memory, 65, 15)
memset(memory + 15, 0, 1)
print("memory", string_at(memory), string_at(memory, 3), (c_char * 4).from_address(memory).raw)
halves = cast(memory, POINTER(c_uint16))
halves[1] = 0x4242
print("items", hex(halves[0]), halves[0:3], string_at(memory, 5))
libc.free(memory)

attempt("wrong argument", lambda: libm.pow("x", 1))
attempt("too few", lambda: libm.pow(1))
attempt("float without a type", lambda: libc.abs(1.5))
attempt("object", lambda: libc.abs(object()))
attempt("from_param", lambda: c_char_p.from_param(5))
attempt("no such library", lambda: CDLL("libnothing.so.9"))
attempt("null pointer", lambda: POINTER(c_int)().contents)
for name, look in [("no such function", lambda: libc.no_such_function), ("no such variable", lambda: c_int.in_dll(libc, "nothing"))]:
    try:
        look()
    except (AttributeError, ValueError) as error:
        print(name, type(error).__name__)
libc.wcslen.argtypes = [c_wchar_p]
print("wide text", libc.wcslen("héllo"))
libc.strchr.restype, libc.strchr.argtypes = c_char_p, [c_char_p, c_char]
print("inner text", libc.strchr(b"abcdef", b"d"), libc.strchr(b"abc", b"x"))
print("values", c_char_p(b"abc").value, c_char_p(b"a\0b").value, c_wchar_p("xy").value, c_void_p(5).value, c_char_p(None).value)
held = c_char_p(b"abc")
print("casts", cast(held, c_void_p).value != 0, cast(held, POINTER(c_char))[1], cast(cast(held, c_void_p), c_char_p).value)
libc.labs.restype, libc.labs.errcheck = c_long, lambda result, function, arguments: ("checked", result, arguments)
print("errcheck", libc.labs(c_long(-7)))
print("prototype", CFUNCTYPE(c_int, c_int)(("abs", libc))(-4))


class Header(BigEndianStructure):
    _fields_ = [("kind", c_uint16), ("size", c_uint32), ("rest", c_uint8 * 2)]


header = Header(0x0102, 0x03040506, (c_uint8 * 2)(7, 8))
print("big endian", bytes(header), header.kind, header.size)
value = c_int(5)
place = pointer(value)
place[0] = 8
print("pointer", value.value, place.contents.value, addressof(value) == addressof(place.contents) == cast(place, c_void_p).value)
array = (c_int * 3)(1, 2, 3)
cast(array, POINTER(c_int))[1] = 20
print("pointer to an array", list(array), cast(array, POINTER(c_int))[:3])
buffer = create_string_buffer(b"hello world")
print("parts", string_at(addressof(buffer) + 6), libc.strlen(byref(buffer, 6)))
memmove(buffer, b"HELLO", 5)
resize(buffer, 40)
print("moved", buffer.value, sizeof(buffer))
